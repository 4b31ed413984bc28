/** Where a local peer is to listen; everything has a default. */
export interface ListenOptions {
    /** A name or an address without a port. Default: 127.0.0.1. */
    readonly host?: string;
    /** Default: 0, a port that is free. */
    readonly port?: number;
    /** MSP id of the organization whose peer's gateway it is. Default: the first one. */
    readonly organization?: string;
    /** Default: plaintext, without TLS. */
    readonly tls?: GatewayTls;
    /**
     * Whether tools may read all that the ledger has, and turn it back, whoever they are: `heddle state`, `snapshot` and
     * `revert` do. On this machine only. Default: false.
     */
    readonly tools?: boolean;
}

/** PEM, not paths. */
export interface GatewayTls {
    /** The server's certificate, and after it those that lead to its CA. */
    readonly cert: string | Uint8Array;
    readonly key: string | Uint8Array;
}

/** Where a local peer listens. */
export interface GatewayAddress {
    readonly host: string;
    readonly port: number;
    /** MSP id of the organization whose peer's gateway it is. */
    readonly organization: string;
    /** `host:port`, as clients dial it. */
    readonly address: string;
    /** Gives the port up and ends all calls. Idempotent. */
    close(): Promise<void>;
}
