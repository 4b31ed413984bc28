import type { MessageStream } from '@heddle/protocol';

/** Where a chaincode server listens, as connection.json says it. */
export interface ChaincodeAddress {
    /** `host:port`. */
    readonly address: string;
    /** Without it, plaintext. */
    readonly tls?: ChaincodeTls;
    /** How long to try, in milliseconds. Default: 3,000. */
    readonly dialTimeoutMs?: number;
    /**
     * Whether the peer asks by pings if the server is still there. Default: true, as real peers do. One that stands at a
     * debugger's breakpoint does not answer.
     */
    readonly keepalive?: boolean;
}

/** PEM text, not paths. */
export interface ChaincodeTls {
    readonly rootCert: string;
    /** With its key, for servers that ask for a client certificate. */
    readonly clientCert?: string;
    readonly clientKey?: string;
    /** The name that the server's certificate must have, in place of the host. */
    readonly serverName?: string;
}

/** Connects to a chaincode: a server's address, or a function that gives the peer's end of a stream. */
export type Connect = ChaincodeAddress | (() => MessageStream | Promise<MessageStream>);

/** A server for the peer of each organization, by MSP id: none that has a peer may be left out. */
export type ConnectByOrganization = Readonly<Record<string, Connect>>;
