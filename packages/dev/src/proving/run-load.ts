import { type LoadReport, loadText } from '@heddle/testing/work';
import { type CommandLine, ConfigurationError, type ExitCode, type OptionRule, refuseIdle } from 'heddle/command';
import type { Connection } from '../client/gateway-connection';
import { resolveConnection } from '../client/resolve-connection';
import { CONNECTION_OPTIONS, type ConnectionOptions } from '../input/connection-options';
import { readScenario } from './read-scenario';
import { findConfig, type ProofHost, runProof, share, wholeNumber, writeReport } from './run-proof';
import { withoutUndefined } from './without-undefined';

/** Options of `heddle load`. */
export interface LoadCommandOptions extends ConnectionOptions {
    /** A connection profile, or `dev`. */
    readonly connection?: string;
    readonly blockMs?: string;
    readonly scenario?: string;
    readonly fuzz?: boolean;
    readonly file?: string;
    readonly clients?: string;
    readonly block?: string;
    readonly calls?: string;
    readonly seconds?: string;
    readonly seed?: string;
    readonly failConflicts?: string;
}

/** The command line, and where its packages are. */
export interface LoadRequest {
    readonly options: LoadCommandOptions;
    readonly commandLine: CommandLine;
    readonly folder: string;
}

const NETWORK_CALLS = 600;
const NETWORK_CLIENTS = 10;

/** By which a load goes to a network. */
const NETWORKS = ['--connection', '--connection-profile', '--gateway'];

const EMBEDDED: readonly OptionRule[] = [{ options: CONNECTION_OPTIONS, needs: NETWORKS }];

const ON_NETWORK: readonly OptionRule[] = [
    { options: ['--file'], without: ['--scenario'] },
    { options: ['--seed'], without: NETWORKS, remedy: 'calls there are those of a scenario, so leave it out' },
];

/**
 * Puts a load on an embedded network, or on the one that `--connection` or `--gateway` names.
 * @returns 1 where more is lost to conflicts than `--fail-conflicts` allows
 */
export async function runLoad(request: LoadRequest, host: ProofHost): Promise<ExitCode> {
    const { options, commandLine } = request;
    const limit = options.failConflicts === undefined ? undefined : share('fail-conflicts', options.failConflicts);
    refuseContradictions({ ...options, gateway: commandLine.get('--gateway') });
    // A variable alone does not send a load to a network: that is to be said.
    const isNetwork = NETWORKS.some((option) => commandLine.has(option));
    refuseIdle(commandLine, isNetwork ? ON_NETWORK : EMBEDDED);
    const { conflictShare } = await (isNetwork ? loadNetwork(request, host) : loadEmbedded(request, host));
    if (limit === undefined || conflictShare <= limit) return 0;
    const lost = (conflictShare * 100).toFixed(1);
    await writeReport(`${lost} % of the transactions are lost to conflicts, and ${limit * 100} % is the limit`, host);
    return 1;
}

function refuseContradictions({
    block,
    blockMs,
    scenario,
    fuzz,
    connection,
    connectionProfile,
    gateway,
}: LoadCommandOptions & { readonly gateway: string | undefined }): void {
    const pairs = [
        ['--block', block, '--block-ms', blockMs],
        ['--scenario', scenario, '--fuzz', fuzz],
        ['--connection', connection, '--connection-profile', connectionProfile],
        ['--connection', connection, '--gateway', gateway],
    ] as const;
    const found = pairs.find(([, one, , other]) => one !== undefined && other !== undefined);
    if (found === undefined) return;
    throw new ConfigurationError(`${found[0]} and ${found[2]} contradict each other: give one of them`);
}

async function loadEmbedded({ options, folder }: LoadRequest, host: ProofHost): Promise<LoadReport> {
    const given = withoutUndefined({
        ...numbersOf(options),
        seed: wholeNumber('seed', options.seed),
        block: wholeNumber('block', options.block, { from: 1 }),
        blockMs: wholeNumber('block-ms', options.blockMs, { from: 1 }),
        scenario: options.scenario === undefined ? undefined : findConfig(folder, options.scenario, '--scenario'),
        isFuzzed: options.fuzz,
    });
    const config = findConfig(folder, options.file);
    const answer = await runProof({ work: 'load', folder, config, options: given }, host);
    if (answer.kind !== 'loaded') throw new Error(`a load has answered with ${answer.kind}`);
    await writeReport(loadText(answer.report), host);
    return answer.report;
}

async function loadNetwork({ options, commandLine, folder }: LoadRequest, host: ProofHost): Promise<LoadReport> {
    if (options.block !== undefined || options.blockMs !== undefined)
        throw new ConfigurationError(
            '--block and --block-ms are of the embedded network: here the orderer makes blocks',
        );
    const file = findConfig(folder, options.scenario ?? options.file, '--scenario');
    if (file === undefined || options.fuzz === true)
        throw new ConfigurationError('calls on a network are those of a scenario: give --scenario a module with one');
    const connection = connectionOf(options, commandLine, host);
    const { runNetworkLoad } = await import('./run-network-load.js');
    const {
        seconds,
        calls = seconds === undefined ? NETWORK_CALLS : Infinity,
        clients = NETWORK_CLIENTS,
    } = numbersOf(options);
    const scenario = await readScenario(file);
    const { report, withoutKeys } = await runNetworkLoad({
        connection,
        scenario,
        clients,
        calls,
        seconds,
        signal: host.signal,
    });
    await writeReport(loadText(report), host);
    if (withoutKeys !== undefined)
        await writeReport(
            `at which keys they were lost is not known: the peer delivers no blocks to this user (${withoutKeys})`,
            host,
        );
    return report;
}

/** Variables do not say which network it is where `dev` does. */
function connectionOf(options: LoadCommandOptions, given: CommandLine, { variables }: ProofHost): Connection {
    const { connection, ...others } = options;
    if (connection === 'dev') return resolveConnection({ commandLine: given, variables: {}, options: others });
    // Of a load it is where the scenario is.
    const commandLine = new Map([...given].filter(([option]) => option !== '--module-path'));
    const profiled = connection === undefined ? others : { ...others, connectionProfile: connection };
    return resolveConnection({ commandLine, variables, options: profiled });
}

function numbersOf(options: LoadCommandOptions): { seconds?: number; clients?: number; calls?: number } {
    return withoutUndefined({
        seconds: wholeNumber('seconds', options.seconds, { from: 1 }),
        clients: wholeNumber('clients', options.clients, { from: 1 }),
        calls: wholeNumber('calls', options.calls, { from: 1 }),
    });
}
