/** Under which names an option can be set: the way to it is part of every error about it. */
export interface OptionNames {
    readonly option: string;
    readonly variable?: string;
    readonly flag?: string;
}

/** The options of a server, and what the `heddle server` command calls them. */
export const SERVER_OPTIONS = {
    packageId: { option: 'packageId', variable: 'CORE_CHAINCODE_ID', flag: '--chaincode-id' },
    address: { option: 'address', variable: 'CORE_CHAINCODE_ADDRESS', flag: '--chaincode-address' },
    hostname: { option: 'hostname' },
    tls: { option: 'tls' },
    tlsKey: { option: 'tls.key', variable: 'CORE_CHAINCODE_TLS_KEY_FILE', flag: '--chaincode-tls-key-file' },
    tlsCert: { option: 'tls.cert', variable: 'CORE_CHAINCODE_TLS_CERT_FILE', flag: '--chaincode-tls-cert-file' },
    tlsClientCACerts: {
        option: 'tls.clientCACerts',
        variable: 'CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE',
        flag: '--chaincode-tls-client-cacert-file',
    },
    tlsKeyPassword: {
        option: 'tls.keyPassword',
        variable: 'CORE_CHAINCODE_TLS_KEY_PASSWORD',
        flag: '--chaincode-tls-key-password',
    },
    mspId: { option: 'mspId', variable: 'CORE_PEER_LOCALMSPID', flag: '--msp-id' },
} as const satisfies Record<string, OptionNames>;

/** An option of both kinds of host. */
export const SILENCED_WARNINGS: OptionNames = {
    option: 'silencedWarnings',
    variable: 'CORE_SILENCE_WARNINGS',
    flag: '--silence-warnings',
};

/** The options of client mode, and what the `heddle start` command calls them. */
export const CLIENT_OPTIONS = {
    packageId: { option: 'packageId', variable: 'CORE_CHAINCODE_ID_NAME', flag: '--chaincode-id-name' },
    address: { option: 'address', variable: 'CORE_PEER_ADDRESS', flag: '--peer.address' },
    tls: { option: 'tls' },
    tlsRootCert: { option: 'tls.rootCert', variable: 'CORE_PEER_TLS_ROOTCERT_FILE' },
    tlsKey: { option: 'tls.key', variable: 'CORE_TLS_CLIENT_KEY_FILE' },
    tlsCert: { option: 'tls.cert', variable: 'CORE_TLS_CLIENT_CERT_FILE' },
    mspId: { option: 'mspId', variable: 'CORE_PEER_LOCALMSPID', flag: '--msp-id' },
} as const satisfies Record<string, OptionNames>;

/** All names of an option: `packageId (CORE_CHAINCODE_ID, --chaincode-id)`. */
export function namesOf({ option, variable, flag }: OptionNames): string {
    const others = [variable, flag].filter((name) => name !== undefined);
    return others.length === 0 ? option : `${option} (${others.join(', ')})`;
}
