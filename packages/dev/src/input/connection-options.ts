import { addSettings, type Command, MODULE_PATH, optionOf, type Setting } from 'heddle/command';

/** Where the peer is and who calls it, by the variables that Fabric's `peer` command has for the same things. */
export const PEER_SETTINGS = {
    gateway: {
        flags: '--gateway <host:port>',
        variables: ['CORE_PEER_ADDRESS'],
        description: 'a peer, by whose gateway to call',
    },
    tlsRootCert: {
        flags: '--tls-root-cert <file>',
        variables: ['CORE_PEER_TLS_ROOTCERT_FILE'],
        description: "PEM of the authority of the peer's certificate; turns on TLS",
    },
    tlsHostOverride: {
        flags: '--tls-host-override <name>',
        variables: ['CORE_PEER_TLS_SERVERHOSTOVERRIDE'],
        description: "the host name in the peer's certificate, if its address has another",
    },
    clientCert: {
        flags: '--client-cert <file>',
        variables: ['CORE_PEER_TLS_CLIENTCERT_FILE'],
        description: 'PEM of the certificate to show to the peer, for mutual TLS',
    },
    clientKey: {
        flags: '--client-key <file>',
        variables: ['CORE_PEER_TLS_CLIENTKEY_FILE'],
        description: 'PEM of its private key',
    },
    mspId: {
        flags: '--msp-id <id>',
        variables: ['CORE_PEER_LOCALMSPID'],
        description: 'organization of the user',
    },
    mspDir: {
        flags: '--msp-dir <folder>',
        variables: ['CORE_PEER_MSPCONFIGPATH'],
        description: 'folder msp of the user, with signcerts and keystore',
    },
} as const satisfies Record<string, Setting>;

/** What to call, by the variables of Fabric's sample applications. */
export const CHAINCODE_SETTINGS = {
    channel: { flags: '--channel <name>', variables: ['CHANNEL_NAME'], description: 'the channel' },
    chaincode: { flags: '--chaincode <name>', variables: ['CHAINCODE_NAME'], description: 'the chaincode' },
} as const satisfies Record<string, Setting>;

/** By which a network and a user are said; the folder of a package is said by more commands than those that call one. */
export const CONNECTION_OPTIONS: readonly string[] = [
    ...Object.values({ ...CHAINCODE_SETTINGS, ...PEER_SETTINGS }).map(optionOf),
    ...['--as', '--cert', '--key', '--connection-profile', '--organization', '--timeout-ms'],
];

/** What can be said on the command line alone. */
export interface ConnectionOptions {
    readonly connectionProfile?: string;
    readonly organization?: string;
    readonly as?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly timeoutMs: string;
}

/** Adds the options by which a client finds its network; without any it is the one of `heddle dev`. */
export function addConnectionOptions(command: Command): Command {
    addSettings(command, CHAINCODE_SETTINGS);
    addSettings(command, { modulePath: MODULE_PATH });
    command.option('--as <user>', 'user of the network that heddle dev runs for that package');
    addSettings(command, PEER_SETTINGS);
    return command
        .option('--cert <file>', 'PEM of the certificate of the user, in place of --msp-dir')
        .option('--key <file>', 'PEM of its private key')
        .option('--connection-profile <file>', "JSON or YAML in the common form of Fabric's clients")
        .option('--organization <name>', "organization in the connection profile; default: the profile's client")
        .option('--timeout-ms <ms>', 'how long each step may take, such as endorsing', '60000');
}
