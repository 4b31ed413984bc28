import type { Given } from 'heddle/command';
import type { DevConnectionChaincode } from '../dev/connection/dev-connection';

/** What is known of a network before options have their say. */
export interface NetworkSource {
    readonly address: string;
    /** Undefined if connections are not encrypted. */
    readonly tls: NetworkTls | undefined;
    readonly mspId: string | undefined;
    readonly user: UserSource | undefined;
    readonly channel: string | undefined;
    readonly chaincode: string | undefined;
    /** Left out for other networks. */
    readonly dev?: DevNetworkSource;
}

/** What else is known of a network that `heddle dev` runs. */
export interface DevNetworkSource {
    /** Of the package that is called. */
    readonly folder: string;
    /** All chaincodes of the network, if there are several. */
    readonly chaincodes?: readonly DevConnectionChaincode[];
    /** Whether a call may have to wait for somebody at a breakpoint. Default: no. */
    readonly isDebugged?: boolean;
    /** Whom a call can be made as. */
    clients(): readonly KnownClients[];
}

/** The users of an organization, as `--as` takes them; none where it has one that needs no name. */
export interface KnownClients {
    readonly mspId: string;
    readonly users: readonly string[];
}

/** Where a user's certificate and private key are: two files, or a folder `msp`. */
export type UserSource = { readonly cert: Given; readonly key: Given } | { readonly mspDir: Given };

export interface NetworkTls {
    readonly rootCert: Buffer | undefined;
    readonly hostOverride: string | undefined;
}
