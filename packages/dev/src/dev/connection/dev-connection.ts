/** How applications reach the network that `heddle dev` runs. All paths are absolute, all files are PEM. */
export interface DevConnection {
    /** Of this format. */
    readonly version: 1;
    /** The `heddle dev` that has written it, and removes it when it ends. */
    readonly processId: number;
    /** The first organization's gateway, `host:port`. */
    readonly gateway: string;
    /** What to trust its certificate by; left out where connections are not encrypted. */
    readonly tlsRootCertPath?: string;
    readonly channel: string;
    /** The one that is called where none is named. */
    readonly chaincode: string;
    /** All of them, if there are several. */
    readonly chaincodes?: readonly DevConnectionChaincode[];
    /** Whether the chaincodes may stand at breakpoints, so that calls wait for them. */
    readonly isDebugged?: boolean;
    /** Of the page that shows the ledger, `http://localhost:7060`, without its key; left out where none is served. */
    readonly studio?: string;
    /** One at least. */
    readonly organizations: readonly [DevOrganization, ...DevOrganization[]];
}

/** An organization of the network, its gateway, and the user in whose name to act for it. */
export interface DevOrganization {
    readonly mspId: string;
    /** Of its own peer, `host:port`. */
    readonly gateway: string;
    readonly tlsRootCertPath?: string;
    readonly certificatePath: string;
    readonly privateKeyPath: string;
}

/** A chaincode of the network, and the folder of its package. */
export interface DevConnectionChaincode {
    readonly name: string;
    readonly folder: string;
}
