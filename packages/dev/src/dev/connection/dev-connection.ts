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
    readonly chaincode: string;
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
