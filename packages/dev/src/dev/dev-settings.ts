import { join, resolve } from 'node:path';
import type { CollectionOptions, StateDatabase } from '@heddle/local-peer';
import { ConfigurationError, type PackageManifest } from 'heddle/command';
import { parseStudioPort } from '../studio/studio-port';
import { readCollections } from './configuring/collections-config';
import type { DevConfig } from './configuring/config-file';
import { type ChaincodePackage, findChaincodes } from './configuring/find-chaincodes';
import { resolveUsers, type UserSettings } from './configuring/user-settings';
import { DEV_FOLDER } from './connection/connection-file';
import type { DevFork } from './forking/dev-fork';
import { domainOf } from './identities/organization-domain';

/** How submitted transactions are run: twice, as on two machines; twice; or once. */
export type DevDeterminism = 'perturb' | 'check' | 'off';

/** The options of `heddle dev`, as they were given. */
export interface DevOptions {
    readonly channel?: string;
    readonly chaincodeName?: string;
    readonly organizations?: string;
    readonly oneProcess?: boolean;
    readonly port?: string;
    readonly tls?: boolean;
    readonly store?: string;
    /** What is in it is no setting. */
    readonly seed?: string;
    readonly cryptoDir?: string;
    readonly queries?: StateDatabase;
    readonly collectionsConfig?: string;
    readonly executeTimeoutMs?: string;
    readonly determinism?: DevDeterminism;
    readonly endorsementPolicy?: string;
    readonly build?: string;
    readonly user?: readonly string[];
    /** True without a port. */
    readonly inspect?: string | boolean;
    readonly studio?: string | boolean;
    readonly open?: boolean;
    readonly showTransient?: boolean;
    readonly blockWait?: string;
    readonly journal?: boolean;
    readonly invariants?: boolean;
    /** The folder of a real ledger; what is in it is no setting. */
    readonly fork?: string;
    readonly private?: string;
    readonly at?: string;
}

/** What `heddle dev` goes by, checked. Paths are absolute. */
export interface DevSettings {
    readonly channel: string;
    /** Each in a package of its own. */
    readonly chaincodes: readonly [ChaincodeSettings, ...ChaincodeSettings[]];
    readonly mspIds: readonly [string, ...string[]];
    /** Of the gateways, in the order of the organizations. */
    readonly ports: readonly number[];
    /** Whether one chaincode process serves the peers of all organizations. */
    readonly isOneProcess: boolean;
    readonly isEncrypted: boolean;
    /** Undefined: the ledger is kept in memory. */
    readonly storeFolder: string | undefined;
    readonly cryptoFolder: string;
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

/** One of the chaincodes that run. */
export interface ChaincodeSettings {
    readonly name: string;
    /** Of its package. */
    readonly folder: string;
    readonly manifest: PackageManifest;
    /** Undefined: those that the contracts declare. */
    readonly collections: readonly CollectionOptions[] | undefined;
    /** In Fabric's text form. Undefined: most of the organizations. */
    readonly endorsementPolicy: string | undefined;
    /** In place of what the package says. */
    readonly buildCommand: string | undefined;
}

/** fabric, common/configtx/validator.go. */
const CHANNEL = /^[a-z][a-z0-9.-]{0,248}$/;
/** fabric, core/chaincode/lifecycle/scc.go, ChaincodeNameRegExp. */
const CHAINCODE = /^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/;
const PORTS_APART = 2000;
const LAST_PORT = 65_535;
const MSP_ID = /^[A-Za-z0-9.-]+$/;
const EXECUTE_TIMEOUT_MS = 30_000;
/** Whoever stands at a breakpoint thinks. */
const DEBUGGED_TIMEOUT_MS = 24 * 60 * 60 * 1000;
/** Where Node's own `--inspect` listens. */
const INSPECT_PORT = 9229;
/** Of a ledger's hash, in the name of a folder. */
const FORK_DIGITS = 8;

/**
 * Takes each setting from its option, else from heddle.config.json, else as it is by default.
 * @param fork the ledger to begin with, whose channel and organizations are those of the network
 * @throws ConfigurationError that names the option, or the member of the file, and the remedy
 */
export function resolveDevSettings(
    options: DevOptions,
    folder: string,
    manifest: PackageManifest,
    config?: DevConfig,
    fork?: DevFork,
): DevSettings {
    const given = new GivenSettings(config);
    const channel = channelOf(options, given, fork);
    const mspIds = organizationsOf(options, given, config, fork);
    const inspectPort = inspectPortOf(options.inspect);
    return {
        channel,
        fork,
        chaincodes: chaincodesOf(options, findChaincodes(folder, manifest, config), config),
        mspIds,
        ports: portsOf(given.choose('--port', options.port, 'port', '7051'), mspIds.length),
        ...modesOf(options, config, fork),
        ...foldersOf(options, folder, config, fork),
        executeTimeoutMs: executeTimeoutOf(options, given, inspectPort !== undefined),
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
function channelOf({ channel }: DevOptions, given: GivenSettings, fork: DevFork | undefined): string {
    const chosen = given.choose('--channel', channel ?? fork?.channel, 'channel', 'mychannel');
    if (fork !== undefined && chosen.value !== fork.channel)
        throw invalid(chosen, `leave it out: the ledger of --fork is of ${fork.channel}`);
    if (CHANNEL.test(chosen.value)) return chosen.value;
    throw invalid(chosen, 'begin with a lower-case letter, and use these, digits, . and - only');
}

function organizationsOf(
    { organizations }: DevOptions,
    given: GivenSettings,
    config: DevConfig | undefined,
    fork: DevFork | undefined,
): readonly [string, ...string[]] {
    const configured = config?.organizations?.join(',');
    if (fork === undefined)
        return mspIdsOf(given.pick('--organizations', organizations, 'organizations', configured) ?? ORG1);
    if (organizations === undefined) return fittingIds(fork);
    const chosen = { value: organizations, source: '--organizations' };
    const mspIds = mspIdsOf(chosen);
    if (mspIds.every((mspId) => fork.mspIds.includes(mspId))) return mspIds;
    throw invalid(chosen, `choose among those of the channel: ${fork.mspIds.join(', ')}`);
}

type Modes = Pick<DevSettings, 'isOneProcess' | 'isEncrypted' | 'queries' | 'determinism'>;

function modesOf(options: DevOptions, config: Partial<DevConfig> = {}, fork?: DevFork): Modes {
    return {
        isOneProcess: options.oneProcess ?? config.oneProcess ?? false,
        isEncrypted: options.tls ?? config.tls ?? false,
        queries: options.queries ?? databaseOf(fork, config),
        determinism: options.determinism ?? config.determinism ?? 'perturb',
    };
}

/** A fork has that of the peer which its ledger is of. */
function databaseOf(fork: DevFork | undefined, { queries = 'leveldb' }: Partial<DevConfig>): StateDatabase {
    return fork?.isOfCouchDb === true ? 'couchdb' : queries;
}

function foldersOf(
    options: DevOptions,
    folder: string,
    config: Partial<DevConfig> = {},
    fork?: DevFork,
): Pick<DevSettings, 'storeFolder' | 'cryptoFolder'> {
    // Identities of a fork are of other authorities: they are kept apart from those of the network without it.
    if (fork !== undefined) return forkFoldersOf(options, folder, fork);
    const storeFolder = options.store === undefined ? config.store : resolve(options.store);
    const given = options.cryptoDir === undefined ? config.cryptoDir : resolve(options.cryptoDir);
    // Users must stay valid for a ledger that is kept: they are kept with it.
    return { storeFolder, cryptoFolder: given ?? join(storeFolder ?? join(folder, DEV_FOLDER), 'crypto') };
}

function forkFoldersOf(
    { store, cryptoDir }: DevOptions,
    folder: string,
    { channel, id }: DevFork,
): Pick<DevSettings, 'storeFolder' | 'cryptoFolder'> {
    const storeFolder = store === undefined ? undefined : resolve(store);
    const name = `fork-${channel}-${id.slice(0, FORK_DIGITS)}`;
    const cryptoFolder = cryptoDir === undefined ? undefined : resolve(cryptoDir);
    return { storeFolder, cryptoFolder: cryptoFolder ?? join(storeFolder ?? join(folder, DEV_FOLDER, name), 'crypto') };
}

/** A setting, and the option or the member of the file that it was given by. */
interface GivenSetting {
    readonly value: string;
    readonly source: string;
}

const ORG1: GivenSetting = { value: 'Org1MSP', source: '--organizations' };

/** Where settings come from. */
class GivenSettings {
    readonly #config: DevConfig | undefined;

    constructor(config: DevConfig | undefined) {
        this.#config = config;
    }

    choose(
        option: string,
        value: string | undefined,
        member: 'channel' | 'port' | 'executeTimeoutMs',
        fallback: string,
    ): GivenSetting {
        const configured = this.#config?.[member];
        const text = configured === undefined ? undefined : String(configured);
        return this.pick(option, value, member, text) ?? { value: fallback, source: option };
    }

    pick(
        option: string,
        value: string | undefined,
        member: string,
        configured: string | undefined,
    ): GivenSetting | undefined {
        if (value !== undefined) return { value, source: option };
        if (configured === undefined) return undefined;
        return { value: configured, source: `${member} in ${this.#config?.file ?? ''}` };
    }
}

type Packages = readonly [ChaincodePackage, ...ChaincodePackage[]];

function chaincodesOf(
    options: DevOptions,
    packages: Packages,
    config: DevConfig | undefined,
): DevSettings['chaincodes'] {
    refuseForSeveral(options, packages);
    const [first, ...others] = packages.map((one): ChaincodeSettings => {
        const { folder, manifest, build, endorsementPolicy } = one;
        return {
            name: chaincodeNameOf(options.chaincodeName, one),
            folder,
            manifest,
            collections: collectionsOf(options, one),
            endorsementPolicy: options.endorsementPolicy ?? endorsementPolicy ?? config?.endorsementPolicy,
            buildCommand: options.build ?? build,
        };
    });
    if (first === undefined) throw new Error('there is no chaincode');
    const names = [first, ...others].map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice === undefined) return [first, ...others];
    throw new ConfigurationError(
        `two chaincodes are called ${twice}: give one of them another name in its package.json, or in heddle.config.json`,
    );
}

/** What says something of one chaincode, where there are several. */
function refuseForSeveral({ chaincodeName, collectionsConfig, build }: DevOptions, packages: Packages): void {
    if (packages.length === 1) return;
    const options = { '--chaincode-name': chaincodeName, '--collections-config': collectionsConfig, '--build': build };
    const [given] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
    if (given === undefined) return;
    const remedy = 'say it in heddle.config.json, among the chaincodes, or choose one by --module-path';
    throw new ConfigurationError(`${given} is for one chaincode, and here are ${packages.length}: ${remedy}`);
}

/** By default the package's name, as far as peers take it for a chaincode's. */
function chaincodeNameOf(given: string | undefined, { name, manifest }: ChaincodePackage): string {
    const remedy = 'use letters and digits, with - or _ between them';
    const chosen = given ?? name;
    const source = given === undefined ? 'the name of a chaincode in heddle.config.json' : '--chaincode-name';
    if (chosen !== undefined && !CHAINCODE.test(chosen)) throw invalid({ value: chosen, source }, remedy);
    if (chosen !== undefined) return chosen;
    const own = typeof manifest.name === 'string' ? manifest.name.replace(/^@[^/]*\//, '').replaceAll('.', '-') : '';
    return CHAINCODE.test(own) ? own : 'chaincode';
}

function collectionsOf(options: DevOptions, { collectionsConfig }: ChaincodePackage): CollectionOptions[] | undefined {
    if (options.collectionsConfig !== undefined)
        return readCollections(options.collectionsConfig, '--collections-config');
    return collectionsConfig === undefined ? undefined : readCollections(collectionsConfig, 'collectionsConfig');
}

/** Ids of a real channel may be any text, and each names the folder of an organization's identities. */
function fittingIds({ mspIds, label }: DevFork): DevFork['mspIds'] {
    const remedy = 'name those by --organizations that the network is to have';
    const unfit = mspIds.find((id) => !MSP_ID.test(id));
    if (unfit !== undefined)
        throw new ConfigurationError(
            `${label}: the organization ${JSON.stringify(unfit)} can have no folder, since its id is not of letters, digits, . and - alone: ${remedy}`,
        );
    const alike = (one: string): string[] => mspIds.filter((id) => domainOf(id) === domainOf(one));
    const twice = mspIds.find((id) => alike(id).length > 1);
    if (twice === undefined) return mspIds;
    throw new ConfigurationError(
        `${label}: the organizations ${alike(twice).join(', ')} would have one folder, ${domainOf(twice)}: ${remedy}, one of these`,
    );
}

function mspIdsOf(given: GivenSetting): readonly [string, ...string[]] {
    const [first, ...others] = given.value.split(',').map((id) => id.trim());
    const remedy = 'give MSP ids with commas between them, such as Org1MSP,Org2MSP';
    if (first === undefined || [first, ...others].some((id) => !MSP_ID.test(id))) throw invalid(given, remedy);
    const domains = [first, ...others].map(domainOf);
    if (new Set(domains).size < domains.length)
        throw invalid(
            given,
            'name each organization once: neither the case of letters nor MSP at the end tells folders apart',
        );
    return [first, ...others];
}

/** Of each organization's gateway, as far apart as in Fabric's samples: 7051, 9051, 11051. */
function portsOf(given: GivenSetting, count: number): number[] {
    const first = portOf(given.value);
    const ports = Array.from({ length: count }, (_, index) => (first === 0 ? 0 : first + index * PORTS_APART));
    if (ports.every((port) => port <= LAST_PORT)) return ports;
    const last = LAST_PORT - (count - 1) * PORTS_APART;
    throw invalid(given, `give a port from 1 to ${last}, or 0 for any that is free`);
}

function inspectPortOf(given: string | boolean | undefined): number | undefined {
    if (given === undefined || typeof given === 'boolean') return given === true ? INSPECT_PORT : undefined;
    const port = portOf(given);
    if (port <= LAST_PORT) return port;
    throw invalid(
        { value: given, source: '--inspect' },
        `give a port from 1 to ${LAST_PORT}, or 0 for any that is free`,
    );
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

/** NaN for what is none. */
function portOf(text: string): number {
    return /^\d{1,5}$/.test(text) ? Number(text) : NaN;
}

/** @throws ConfigurationError */
function executeTimeoutOf({ executeTimeoutMs }: DevOptions, given: GivenSettings, isDebugged: boolean): number {
    const fallback = isDebugged ? DEBUGGED_TIMEOUT_MS : EXECUTE_TIMEOUT_MS;
    const chosen = given.choose('--execute-timeout-ms', executeTimeoutMs, 'executeTimeoutMs', String(fallback));
    const milliseconds = /^\d{1,9}$/.test(chosen.value) ? Number(chosen.value) : 0;
    if (milliseconds > 0) return milliseconds;
    throw invalid(chosen, 'give a whole number of milliseconds, 1 at least');
}

function invalid({ source, value }: GivenSetting, remedy: string): ConfigurationError {
    return new ConfigurationError(`${source} is ${JSON.stringify(value)}: ${remedy}`);
}
