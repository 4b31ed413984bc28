import type { Descriptions } from '@heddle/contract';
import type { ExitCode } from '../reporting/command-error';
import type { ProcessHost } from '../serving/process-host';

/**
 * The commands of @heddle/dev, with what the help says of each. They stand here, since the help lists them without loading
 * that package, and while it is not installed.
 */
export const DEVELOPER_COMMANDS = {
    dev: 'Run the contracts of a package on a local network, and again after each change.',
    invoke: 'Submit a transaction, and print its result.',
    query: 'Evaluate a transaction, and print its result.',
    diff: 'Compare two versions of contracts: what breaks clients or state, what is new.',
    events: 'Print the events of a chaincode, one line of JSON each.',
    state: 'Show what the ledger of heddle dev has: keys, values, histories.',
    studio: 'Serve a page that shows the ledger of a network.',
    snapshot: 'Mark a state of the ledger of heddle dev, to come back to it.',
    revert: 'Have the ledger of heddle dev go back to a snapshot.',
    fuzz: 'Call the transactions of a package with values of their types, and ask whether its rules hold.',
    cost: 'Report what transactions read, write and wait for, and compare it with a snapshot.',
    load: 'Have clients submit side by side, and show at which keys they lose each other.',
    console: 'Submit, evaluate, look at the ledger and turn it back, line by line.',
    generate: 'Write a typed client of contracts.',
    check: 'Find in the sources of contracts what a network would show.',
    matrix: 'Run recorded calls again under other versions of Node, zones and limits, and compare.',
    blocks: 'Fetch the blocks of a channel, to replay them.',
    replay: 'Run recorded transactions again, and tell what does not come out as it was.',
    debug: 'Run a recorded transaction again, under a debugger if wanted, and tell what is not as recorded.',
    adopt: 'Run chaincode of fabric-contract-api and fabric-shim on Heddle.',
} as const;

export type DeveloperCommandName = keyof typeof DEVELOPER_COMMANDS;

/** What @heddle/dev exports to `heddle`, as `developerCommands`. */
export interface DeveloperCommands {
    /**
     * Runs one of them.
     *
     * @param args the command line behind `heddle`, from the name of the command on
     */
    run(args: readonly string[], host: ProcessHost): Promise<ExitCode>;

    /**
     * Reads what the doc comments of a package's sources say.
     *
     * @param file the entry of the package, built
     */
    describe(file: string): Promise<Descriptions>;
}

export function isDeveloperCommand(name: string | undefined): name is DeveloperCommandName {
    return name !== undefined && Object.hasOwn(DEVELOPER_COMMANDS, name);
}
