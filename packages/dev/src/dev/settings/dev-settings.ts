import type { StateDatabase } from '@heddle/local-peer';
import { ConfigurationError } from 'heddle/command';
import { parseStudioPort } from '../../studio/studio-port';
import type { DevConfig } from '../configuring/config-file';
import { resolveUsers, type UserSettings } from '../configuring/user-settings';
import type { DevFork } from '../forking/dev-fork';
import { type ChaincodeSettings, chaincodesOf } from './chaincode-settings';
import type { DevDeterminism, DevOptions } from './dev-options';
import { givenSetting, invalid } from './given-setting';
import { type KeptFolders, keptFoldersOf } from './kept-folders';
import { organizationsOf } from './organizations';
import { inspectPortOf, portsOf } from './ports';
import type { SettingSources } from './setting-sources';

/** What `heddle dev` goes by, checked. Paths are absolute. */
export interface DevSettings extends KeptFolders {
    readonly channel: string;
    /** Each in a package of its own. */
    readonly chaincodes: readonly [ChaincodeSettings, ...ChaincodeSettings[]];
    readonly mspIds: readonly [string, ...string[]];
    /** Of the gateways, in the order of the organizations. */
    readonly ports: readonly number[];
    /** Whether one chaincode process serves the peers of all organizations. */
    readonly isOneProcess: boolean;
    readonly isEncrypted: boolean;
    readonly queries: StateDatabase;
    /** How long the peers wait for a transaction, as core.yaml's chaincode.executetimeout. */
    readonly executeTimeoutMs: number;
    /** Whether each submitted transaction is run twice, the second time as on another machine, and refused if the two differ. */
    readonly determinism: DevDeterminism;
    /** How long a block waits for more transactions, in milliseconds. */
    readonly blockWaitMs: number;
    /** Whether the rules of contracts are asked after each block. */
    readonly asksInvariants: boolean;
    /** Whether chaincodes record what they are asked, in `.heddle/journal` of their packages. */
    readonly hasJournal: boolean;
    /** Whether the page is served. */
    readonly hasStudio: boolean;
    /** Of the page; 0 is any. Undefined: 7060, or any that is free. */
    readonly studioPort: number | undefined;
    /** Whether the page is opened in the browser. */
    readonly opensPage: boolean;
    /** Whether the page keeps values of transient data. */
    readonly showsTransient: boolean;
    /** Besides those that each organization has. */
    readonly users: readonly UserSettings[];
    /** The first port at which debuggers find the chaincode's processes; 0 is any. Undefined: nobody debugs. */
    readonly inspectPort: number | undefined;
    /** The real ledger that it begins with. Undefined: an empty one. */
    readonly fork: DevFork | undefined;
}

/** fabric, common/configtx/validator.go. */
const CHANNEL = /^[a-z][a-z0-9.-]{0,248}$/;
const EXECUTE_TIMEOUT_MS = 30_000;
/** Whoever stands at a breakpoint thinks. */
const DEBUGGED_TIMEOUT_MS = 24 * 60 * 60 * 1000;

/**
 * Takes each setting from its option, else from heddle.config.json, else as it is by default.
 * @throws ConfigurationError that names the option, or the member of the file, and the remedy
 */
export function resolveDevSettings(sources: SettingSources): DevSettings {
    const { options, config, fork } = sources;
    const channel = channelOf(sources);
    const mspIds = organizationsOf(sources);
    const inspectPort = inspectPortOf(options.inspect);
    return {
        channel,
        fork,
        chaincodes: chaincodesOf(sources),
        mspIds,
        ports: portsOf(options.port, config, mspIds.length),
        ...modesOf(sources),
        ...keptFoldersOf(sources),
        executeTimeoutMs: executeTimeoutOf(sources, inspectPort !== undefined),
        users: resolveUsers(options.user ?? [], config, mspIds, fork),
        inspectPort,
        blockWaitMs: blockWaitOf(options.blockWait),
        asksInvariants: options.invariants ?? false,
        hasJournal: options.journal !== false,
        hasStudio: options.studio !== false,
        studioPort: studioPortOf(options.studio),
        ...pageOf(options),
    };
}

/** Settings of the file are of the network that is there without a fork. */
function channelOf({ options, config, fork }: SettingSources): string {
    const names = { option: '--channel', member: 'channel' } as const;
    const given = givenSetting(names, options.channel ?? fork?.channel, config);
    const chosen = given ?? { value: 'mychannel', source: names.option };
    if (fork !== undefined && chosen.value !== fork.channel)
        throw invalid(chosen, `leave it out: the ledger of --fork is of ${fork.channel}`);
    if (CHANNEL.test(chosen.value)) return chosen.value;
    throw invalid(chosen, 'begin with a lower-case letter, and use these, digits, . and - only');
}

type Modes = Pick<DevSettings, 'isOneProcess' | 'isEncrypted' | 'queries' | 'determinism'>;

function modesOf(sources: SettingSources): Modes {
    const { options } = sources;
    const config: Partial<DevConfig> = sources.config ?? {};
    return {
        isOneProcess: options.oneProcess ?? config.oneProcess ?? false,
        isEncrypted: options.tls ?? config.tls ?? false,
        queries: databaseOf(sources),
        determinism: options.determinism ?? config.determinism ?? 'perturb',
    };
}

/** A fork has the database of the peer that its ledger is from. */
function databaseOf({ options, config, fork }: SettingSources): StateDatabase {
    if (options.queries !== undefined) return options.queries;
    return fork?.isOfCouchDb === true ? 'couchdb' : (config?.queries ?? 'leveldb');
}

function blockWaitOf(given = '0'): number {
    if (/^\d{1,5}$/.test(given)) return Number(given);
    throw invalid({ value: given, source: '--block-wait' }, 'give a whole number of milliseconds, 99999 at most');
}

function studioPortOf(given: string | boolean | undefined): number | undefined {
    return typeof given === 'string' ? parseStudioPort(given, '--studio') : undefined;
}

/** @throws ConfigurationError where there is no page that it could be said of */
function pageOf({
    studio,
    open = false,
    showTransient = false,
}: DevOptions): Pick<DevSettings, 'opensPage' | 'showsTransient'> {
    const option = open ? '--open' : '--show-transient';
    if (studio === false && (open || showTransient))
        throw new ConfigurationError(`${option} is for the page, and --no-studio serves none: leave one of them out`);
    return { opensPage: open, showsTransient: showTransient };
}

/** @throws ConfigurationError */
function executeTimeoutOf({ options, config }: SettingSources, isDebugged: boolean): number {
    const names = { option: '--execute-timeout-ms', member: 'executeTimeoutMs' } as const;
    const given = givenSetting(names, options.executeTimeoutMs, config);
    if (given === undefined) return isDebugged ? DEBUGGED_TIMEOUT_MS : EXECUTE_TIMEOUT_MS;
    const milliseconds = /^\d{1,9}$/.test(given.value) ? Number(given.value) : 0;
    if (milliseconds > 0) return milliseconds;
    throw invalid(given, 'give a whole number of milliseconds, 1 at least');
}
