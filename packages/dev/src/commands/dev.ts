import { resolve } from 'node:path';
import {
    addSettings,
    Command,
    ConfigurationError,
    DEVELOPER_COMMANDS,
    Environment,
    type ExitCode,
    LOG_LEVEL,
    MODULE_PATH,
    openTerminal,
    Option,
    type ProcessHost,
    readCommandLine,
    readManifest,
    resolveLogLevel,
    resolveModulePath,
    resolveTracingSettings,
    type Terminal,
    TRACING_SETTINGS,
} from 'heddle/command';
import type { DevFork } from '../dev/forking/dev-fork';
import { labelled } from '../dev/forking/labelled-terminal';
import { ledgerFolder } from '../dev/ledger-folder';
import type { DevOptions } from '../dev/settings/dev-options';

/** Makes `heddle dev`, which runs a package on a local network while it is written. */
export function createDevCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('dev')
        .description(DEVELOPER_COMMANDS.dev)
        .option('--channel <name>', 'name of the channel; default: mychannel')
        .option('--chaincode-name <name>', "name of the chaincode; default: the package's name")
        .option('--organizations <ids>', 'MSP ids of the organizations, with commas between them; default: Org1MSP')
        .option('--one-process', 'one chaincode process for all organizations: less memory, but one getMspID for all')
        .option(
            '--user <name:attributes>',
            'a user with attributes, as minter@Org2MSP:role=minter,level=3; may be repeated',
            collect,
        )
        .option('--port <port>', 'port of the first gateway, on localhost, others 2000 apart; 0: any; default: 7051')
        .option('--tls', "encrypt the gateways' connections")
        .option('--store <folder>', 'keep ledger and identities in this folder; default: the ledger is not kept')
        .option(
            '--fork <folder>',
            "begin with a real channel's ledger: a peer's snapshot, or blocks of heddle blocks fetch; only read",
        )
        .option('--at <block>', 'the last of the blocks of --fork that is taken; default: the last one there is')
        .option('--private <path>', 'blocks with private data, for the private values that a snapshot has not')
        .option('--seed <file>', 'what a new ledger begins with: keys and calls, in JSON or YAML')
        .option('--crypto-dir <folder>', "where identities are kept, in cryptogen's layout; default: .heddle/crypto");
    addChaincodeOptions(command);
    addSettings(command, { modulePath: MODULE_PATH, logLevel: LOG_LEVEL, ...TRACING_SETTINGS });
    return command.action(async (options: DevOptions) => {
        const environment = new Environment(readCommandLine(command), host.variables);
        finish(await develop(options, environment, host));
    });
}

/** How chaincodes are built, defined and run. */
function addChaincodeOptions(command: Command): void {
    command
        .addOption(
            new Option(
                '--queries <database>',
                'state database, as far as rich queries go: leveldb, the default, refuses them',
            ).choices(['leveldb', 'couchdb']),
        )
        .option(
            '--collections-config <file>',
            'private data collections, as for the peer command; default: those that the contracts declare',
        )
        .option('--execute-timeout-ms <ms>', 'how long the peers wait for a transaction; default: 30000')
        .option(
            '--inspect [port]',
            'have debuggers connect to the chaincode, by default at port 9229; no timeouts then',
        )
        .option('--block-wait <ms>', 'how long a block waits for more transactions; default: 0, for none')
        .option('--studio <port>', 'port of the page that shows the ledger; default: 7060, or any that is free')
        .option('--no-studio', 'serve no such page')
        .option('--open', 'open the page in the browser when the network is ready')
        .option('--show-transient', 'have the page keep values of transient data, in memory, and show them by a click')
        .option('--no-journal', 'record no transactions; default: the last 64 MiB of them, for heddle debug')
        .addOption(
            new Option(
                '--determinism <how>',
                'how submitted transactions are run: twice, as on two machines (perturb, the default), twice (check), once (off)',
            ).choices(['perturb', 'check', 'off']),
        )
        .option('--invariants', 'ask the rules of contracts, marked with @Invariant(), after each block')
        .option(
            '--endorsement-policy <policy>',
            'who has to endorse, as for the peer command; default: most organizations',
        )
        .option('--build <command>', "how to build; default: the package's build script, or its TypeScript compiler");
}

async function develop(options: DevOptions, environment: Environment, host: ProcessHost): Promise<ExitCode> {
    if (options.fork === undefined) return await developOn(undefined, options, environment, host);
    const { openFork } = await import('../dev/forking/dev-fork.js');
    const { parseBlock } = await import('../replaying/replay-limits.js');
    const fork = await openFork({
        folder: options.fork,
        privateFile: options.private,
        at: options.at === undefined ? undefined : parseBlock(options.at, '--at'),
        storePath: options.store === undefined ? undefined : ledgerFolder(resolve(options.store)),
    });
    try {
        return await developOn(fork, options, environment, host);
    } finally {
        await fork.close();
    }
}

async function developOn(
    fork: DevFork | undefined,
    options: DevOptions,
    environment: Environment,
    host: ProcessHost,
): Promise<ExitCode> {
    checkForked(fork, options);
    const { resolveDevSettings } = await import('../dev/settings/dev-settings.js');
    const folder = resolveModulePath(environment);
    const manifest = readManifest(folder);
    const { readDevConfig } = await import('../dev/configuring/config-file.js');
    const settings = resolveDevSettings({ options, folder, manifest, config: readDevConfig(folder), fork });
    const { readSeedFile } = await import('../dev/seeding/seed-file.js');
    const seed = options.seed === undefined ? undefined : readSeedFile(options.seed);
    const keyboard = process.stdin.isTTY ? process.stdin : undefined;
    resolveLogLevel(environment);
    const logLevel = environment.find(LOG_LEVEL)?.value ?? 'INFO';
    const terminal = terminalOf(fork, host.variables);
    const tracing = resolveTracingSettings(environment);
    const { runDev } = await import('../dev/run-dev.js');
    return await runDev(
        { settings, folder, manifest, logLevel, variables: host.variables, terminal, tracing, seed, keyboard },
        host,
    );
}

/** @throws ConfigurationError for an option that says more of --fork, without it */
function checkForked(fork: DevFork | undefined, options: DevOptions): void {
    if (fork !== undefined) return;
    for (const name of ['private', 'at'] as const)
        if (options[name] !== undefined)
            throw new ConfigurationError(`--${name} is for the ledger that --fork gives: leave it out, or give both`);
}

function terminalOf(fork: DevFork | undefined, variables: NodeJS.ProcessEnv): Terminal {
    const terminal = openTerminal(variables);
    return fork === undefined ? terminal : labelled(terminal, fork.label);
}

function collect(value: string, before: readonly string[] = []): string[] {
    return [...before, value];
}
