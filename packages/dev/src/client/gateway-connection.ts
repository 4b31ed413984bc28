import type { KeyPair } from './key-pair';
import type { DevNetworkSource } from './network-source';

/** A gateway, who calls it, and what is called: all that a client needs. */
export interface Connection {
    /** `host:port` of a peer. */
    readonly address: string;
    /** Undefined if connections are not encrypted. */
    readonly tls: GatewayTls | undefined;
    readonly user: User;
    readonly channel: string;
    readonly chaincode: string;
    /** How long each step may take. */
    readonly timeoutMs: number;
    /** Left out for other networks. */
    readonly dev?: DevNetworkSource;
}

/** How the peer is recognised, and the client by the peer. */
export interface GatewayTls {
    /** PEM. Undefined trusts what Node trusts. */
    readonly rootCert: Buffer | undefined;
    /** The name that the peer's certificate must have, if it is not the address. */
    readonly hostOverride: string | undefined;
    /** For peers with mutual TLS. */
    readonly client: KeyPair | undefined;
}

/** In whose name transactions are signed. */
export interface User extends KeyPair {
    readonly mspId: string;
}
