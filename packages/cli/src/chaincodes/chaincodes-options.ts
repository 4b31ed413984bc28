import type { Setting } from '../input/environment';

/** The options for several chaincodes in one server, and for what may change while it runs. */
export const CHAINCODES_SETTINGS = {
    chaincodes: {
        flags: '--chaincode <id=host:port>',
        variables: ['CORE_CHAINCODES'],
        description:
            'a package id and the address to listen at for it; repeated for several, in place of id and address',
        repeats: true,
    },
    config: {
        flags: '--config <file>',
        variables: ['CORE_CHAINCODES_CONFIG'],
        description: 'JSON file with a list of chaincodes, in place of id and address; changes are taken as they come',
    },
    reloadIntervalMs: {
        flags: '--reload-interval-ms <ms>',
        variables: ['CORE_RELOAD_INTERVAL_MS'],
        description: 'how often that file and the files of TLS are looked at for changes; 0: only at SIGHUP',
        fallback: '10000',
    },
} as const satisfies Record<string, Setting>;
