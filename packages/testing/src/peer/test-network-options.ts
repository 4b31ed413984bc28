import type { Chaincode, Logger } from '@heddle/core';
import type { InstallOptions, LocalPeerOptions } from '@heddle/local-peer';
import type { OptionNames } from '@heddle/protocol/internal';
import {
    type ChaincodeSource,
    type ContractsSource,
    type FirstContract,
    hasContracts,
} from '../chaincode/chaincode-source';
import { checkNames, TestNetworkError } from '../errors/test-network-error';
import type { TrapAllowance } from '../traps/trap-hits';
import { type ResolvedTraps, resolveTraps, type TrapChoice, type TrapOptions } from '../traps/trap-options';

/** How a chaincode is defined on the channels: collections, endorsement policy, whether init is required, indexes. */
export type ChaincodeDefinition = Pick<
    InstallOptions,
    'collections' | 'endorsementPolicy' | 'initRequired' | 'indexes'
>;

/** How a test network behaves, with any chaincode. */
export interface NetworkBehaviour {
    /** The name of the only chaincode, which is the namespace of its keys. Default: `chaincode`. */
    readonly name?: string;
    /** MSP ids, each with a peer and members. Clients that name no organization are the first one's. Default: Org1MSP. */
    readonly organizations?: readonly string[];
    /** For chaincodes that have no definition of their own. Default: the defaults of `LocalPeer.install`. */
    readonly definition?: ChaincodeDefinition;
    /** When the network begins; its time stands still from then on, until `advance`. Default: now. */
    readonly time?: Date;
    /**
     * With `check`, each submitted transaction is run twice, the second time by another instance of its contract, and
     * what they did is compared. With `sample`, that is done for one of eight, chosen by its transaction id. Default:
     * `check`.
     */
    readonly determinism?: 'check' | 'sample' | 'off';
    /**
     * Whether the second run is one of another machine: with other clocks, another zone and locale, other variables, and
     * answers of the peer in another order. Default: true.
     */
    readonly perturb?: boolean;
    /**
     * What becomes of a submitted transaction that reads what endorsers differ in, or makes private data public: with
     * `fail` it rejects as TRAPPED, with `report` it is in `net.traps` only. Default: `fail`.
     */
    readonly traps?: TrapChoice;
    /**
     * Rows of entities that are on the ledger before the first transaction: of the classes that the contracts declare, each
     * put there with its index entries. Default: none.
     */
    readonly seed?: readonly object[];
    /** Whether each block is followed by a look at the index entries of the rows that it has changed. Default: true. */
    readonly checkIndexes?: boolean;
    /** Where contracts log. Default: nowhere; what they throw is the cause of a TransactionError in any case. */
    readonly logger?: Logger;
    /**
     * A file that takes what transactions were asked and what they did, a line of JSON each, for `heddle matrix` to run them
     * again elsewhere. What is there already stays. Default: nothing is recorded.
     */
    readonly record?: string;
    /** The local peer's other options: channels, capabilities, limits. */
    readonly peer?: Omit<LocalPeerOptions, 'clock' | 'determinism' | 'mspId' | 'organizations' | 'signatures'>;
}

/** A network with one chaincode, of contracts. */
export interface ContractsNetworkOptions extends NetworkBehaviour, ContractsSource {}

/** A network with one chaincode that is not made of contracts. */
export interface ChaincodeNetworkOptions extends NetworkBehaviour {
    readonly chaincode: Chaincode | (new () => Chaincode);
}

/** A network with several chaincodes, by name. */
export interface ChaincodesNetworkOptions extends Omit<NetworkBehaviour, 'name'> {
    readonly chaincodes: Readonly<Record<string, ChaincodeSource>>;
    /** By name of chaincode. */
    readonly definitions?: Readonly<Record<string, ChaincodeDefinition>>;
}

/** What is served, and how the network behaves. */
export type TestNetworkOptions = ContractsNetworkOptions | ChaincodeNetworkOptions | ChaincodesNetworkOptions;

/** What a client of the network calls before it chooses: the first contract of the only chaincode. */
export type DefaultContract<O> = O extends { readonly chaincodes: unknown } ? never : FirstContract<O>;

/** The chaincodes of a network by name, where it has several. */
export type ChaincodesOf<O> = O extends { readonly chaincodes: infer M } ? M : object;

const DEFAULT_NAME = 'chaincode';

/** What there is to serve, by name. */
export function chaincodesOf(options: TestNetworkOptions): ReadonlyMap<string, ChaincodeSource> {
    if ('chaincodes' in options) return severalChaincodes(options.chaincodes);
    const { name = DEFAULT_NAME } = options;
    if ('chaincode' in options) return new Map([[name, options.chaincode]]);
    if (hasContracts(options)) return new Map([[name, options]]);
    throw nothingToServe();
}

function severalChaincodes(chaincodes: Readonly<Record<string, ChaincodeSource>>): Map<string, ChaincodeSource> {
    const sources = new Map(Object.entries(chaincodes));
    if (sources.size === 0) throw nothingToServe();
    return sources;
}

function nothingToServe(): TestNetworkError {
    const text = 'TestNetwork.start has nothing to serve: give it `contracts`, a `chaincode`, or `chaincodes` by name';
    return new TestNetworkError('OPTION_INVALID', text);
}

/** How a chaincode is to be defined. */
export function definitionOf(name: string, options: TestNetworkOptions): ChaincodeDefinition {
    const own = 'definitions' in options ? options.definitions[name] : undefined;
    return own ?? options.definition ?? {};
}

const DEFAULT_ORGANIZATION = 'Org1MSP';

/** The organizations, the peer's first. */
export function organizationsOf({ organizations }: NetworkBehaviour): readonly [string, ...string[]] {
    const [first = DEFAULT_ORGANIZATION, ...others] = organizations ?? [];
    if (others.includes(first) || new Set(others).size < others.length)
        throw new TestNetworkError(
            'OPTION_INVALID',
            `option 'organizations' of TestNetwork.start names an organization twice`,
        );
    return [first, ...others];
}

/** How often transactions are run twice. A way that there is not would turn that off without a word. */
export function determinismOf({ determinism = 'check' }: NetworkBehaviour): 'check' | 'sample' | 'off' {
    checkWay('determinism', determinism, ['check', 'sample', 'off']);
    return determinism;
}

/** What becomes of what the traps find. */
export function trapsOf({ traps = 'fail' }: NetworkBehaviour): ResolvedTraps {
    if (typeof traps !== 'object') checkWay('traps', traps, ['fail', 'report', 'off']);
    return resolveTraps(traps);
}

function checkWay(option: string, way: string, ways: readonly string[]): void {
    if (ways.includes(way)) return;
    const text = `option '${option}' of TestNetwork.start is '${way}': write ${ways.join(', ')}`;
    throw new TestNetworkError('OPTION_INVALID', text);
}

const NETWORK_NAMES: OptionNames<ContractsNetworkOptions & ChaincodeNetworkOptions & ChaincodesNetworkOptions> = {
    name: true,
    organizations: true,
    definition: true,
    time: true,
    determinism: true,
    perturb: true,
    traps: true,
    seed: true,
    checkIndexes: true,
    logger: true,
    record: true,
    peer: true,
    contracts: true,
    info: true,
    metadata: true,
    descriptions: true,
    serializers: true,
    middleware: true,
    exposeErrors: true,
    lenientReadonly: true,
    secondEvent: true,
    compat: true,
    silencedWarnings: true,
    logArguments: true,
    chaincode: true,
    chaincodes: true,
    definitions: true,
};

const DEFINITION_NAMES: OptionNames<ChaincodeDefinition> = {
    collections: true,
    endorsementPolicy: true,
    indexes: true,
    initRequired: true,
};

const TRAP_NAMES: OptionNames<TrapOptions> = {
    allow: true,
    fail: true,
};

const ALLOWANCE_NAMES: OptionNames<TrapAllowance> = {
    package: true,
    site: true,
    source: true,
};

/** @throws TestNetworkError OPTION_INVALID for a name that is none of an option, which would change nothing */
export function checkNetworkNames(options: TestNetworkOptions): void {
    checkNames('TestNetwork.start', options, NETWORK_NAMES);
    const { definition, traps } = options;
    const definitions = 'definitions' in options ? Object.values(options.definitions ?? {}) : [];
    for (const one of [definition ?? {}, ...definitions]) checkNames('a definition', one, DEFINITION_NAMES);
    if (typeof traps !== 'object') return;
    checkNames("option 'traps' of TestNetwork.start", traps, TRAP_NAMES);
    for (const one of traps.allow ?? []) checkNames("option 'traps.allow' of TestNetwork.start", one, ALLOWANCE_NAMES);
}
