/** What the command line of fabric-chaincode-node means to the command of Heddle. */
export interface HeddleArguments {
    readonly args: readonly string[];
    /** Options of gRPC that no command of Heddle has. */
    readonly withoutEffect: readonly string[];
}

/** Those that `heddle server` and `heddle start` take, whether they have an effect or not. */
const KNOWN_GRPC = new Set([
    'grpc.max_send_message_length',
    'grpc.max_receive_message_length',
    'grpc.keepalive_time_ms',
    'grpc.keepalive_timeout_ms',
    'grpc.keepalive_permit_without_calls',
    'grpc.http2.min_time_between_pings_ms',
    'grpc.http2.max_pings_without_data',
]);

/**
 * Takes out of the arguments what Heddle's command would refuse: every `--grpc.…` is accepted, as gRPC itself accepts every
 * option. The file of `metadata generate` is a .json where its name has no ending.
 */
export function toHeddleArguments(given: readonly string[]): HeddleArguments {
    const args: string[] = [];
    const withoutEffect: string[] = [];
    for (let at = 0; at < given.length; at++) {
        const [, name, value] = /^--(?:no-)?(grpc\.[^=]+)(=.*)?$/s.exec(given[at] ?? '') ?? [];
        if (name === undefined || KNOWN_GRPC.has(name)) {
            args.push(given[at] ?? '');
            continue;
        }
        withoutEffect.push(name);
        // Its value is an argument of its own.
        if (value === undefined && given[at + 1]?.startsWith('-') === false) at++;
    }
    return { args: withFileEnding(args), withoutEffect };
}

function withFileEnding(args: readonly string[]): string[] {
    if (args[0] !== 'metadata') return [...args];
    return args.map((arg, index) => {
        const before = args[index - 1];
        if (before === '--file' || before === '-f') return jsonFile(arg);
        return arg.startsWith('--file=') ? `--file=${jsonFile(arg.slice('--file='.length))}` : arg;
    });
}

function jsonFile(file: string): string {
    return /[^/\\]\.[^/\\]*$/.test(file) ? file : `${file}.json`;
}
