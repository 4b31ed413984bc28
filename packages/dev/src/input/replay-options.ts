import { addOptionRules, type Command, type OptionRule } from 'heddle/command';

/** The options of `heddle replay` that both a journal and blocks take. */
export interface ReplayOptions {
    readonly journal?: string;
    readonly strict?: boolean;
    readonly timeoutMs?: string;
    readonly follow?: boolean;
    readonly report?: string;
    readonly metrics?: string;
    readonly blocks?: string;
    readonly module?: readonly string[];
    readonly modulePath?: string;
    readonly chaincode?: string;
    readonly functions?: string;
    readonly from?: string;
    readonly to?: string;
    readonly reads?: boolean;
    readonly mspId?: string;
    readonly maxDifferences: string;
    readonly minCompared?: string;
    readonly bail?: boolean;
    readonly json?: boolean;
    readonly expect?: string;
}

/** What works with one source alone, and what tells of a replay that ends. */
const RULES: readonly OptionRule[] = [
    { options: ['--reads', '--msp-id'], without: ['--journal'], remedy: 'it works with --blocks, so leave it out' },
    { options: ['--follow'], without: ['--blocks'], remedy: 'it works with --journal, so leave it out' },
    { options: ['--report', '--metrics'], needs: ['--follow'] },
    {
        options: ['--max-differences', '--min-compared', '--bail', '--json', '--expect'],
        without: ['--follow'],
        remedy: 'it works with a replay that comes to an end, so leave it out; --report writes down what differs',
    },
    // What is read is all of what was asked that blocks have.
    { options: ['--strict', '--no-strict'], without: ['--reads'] },
];

/** Adds what recorded transactions are replayed with. */
export function addReplayOptions(command: Command): Command {
    const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];
    return addOptionRules(addFollowOptions(command), RULES)
        .option('--journal <folder>', 'what a server has recorded: its folder, or a segment of it')
        .option(
            '--strict',
            'compare what was asked as well, in order; of a journal, the same code is always held to that',
        )
        .option('--no-strict', 'compare what comes of it alone')
        .option('--timeout-ms <ms>', 'how long a transaction may take; 0 for no limit; default: 30000')
        .option('--blocks <folder or file>', 'the blocks of a channel, as heddle blocks fetch writes them')
        .option(
            '--module <[name@][version=]folder>',
            'a package to run: for a chaincode and a version of it, or for all; may be given again; default: this folder',
            collect,
        )
        .option('--chaincode <name>', 'run the transactions of this chaincode alone')
        .option('--functions <names>', 'run these functions alone, separated by commas')
        .option('--from <block or time>', 'the first block, or time of a client, that is run')
        .option('--to <block or time>', 'the last one')
        .option('--reads', 'of blocks: what was read has to be the same, too; code of a version is always held to that')
        .option('--msp-id <id>', "of blocks: the organization at whose peer it is run; default: the first endorser's")
        .option('--max-differences <number>', 'how many transactions that differ are told by name', '20')
        .option('--min-compared <percent>', 'fail where fewer of the transactions could be compared')
        .option('--bail', 'end at the first difference')
        .option('--json', 'a line of JSON for each transaction that is not reproduced, and one for all')
        .option('--expect <file>', 'a list of functions, and of what may differ in them; each has to happen');
}

/** Of the shadow run. */
function addFollowOptions(command: Command): Command {
    return command
        .option(
            '--follow',
            'go on with what is being recorded, until it is interrupted: the shadow run of another version',
        )
        .option('--report <file>', 'where a shadow run writes a line of JSON for each difference')
        .option('--metrics <host:port>', 'where a shadow run serves its figures for Prometheus');
}
