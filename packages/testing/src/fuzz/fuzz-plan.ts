import { ContractChaincode, type ServedContract } from '@heddle/contract';
import { type Declared, declaredBy, plannedTransactions, type TransactionPlan } from '@heddle/contract/internal';
import { createLogger } from '@heddle/core';
import type { OptionNames } from '@heddle/protocol/internal';
import { type ChaincodeSource, hasContracts } from '../chaincode/chaincode-source';
import { checkNames, TestNetworkError } from '../errors/test-network-error';
import { chaincodesOf, definitionOf, organizationsOf, type TestNetworkOptions } from '../peer/test-network-options';
import { declaredCollections } from '../rows/declared-state';
import type { TestNetwork } from '../test-network';
import { type Actors, actorsFor, organizationsFor } from './actors';
import { sourceOf } from './contract-source';
import type { FuzzOptions } from './fuzz-options';
import { type Vocabulary, vocabularyOf } from './values/vocabulary';

/** A transaction that the fuzzer may call. */
export interface Callable {
    readonly chaincode: string;
    readonly contract: string;
    readonly source: ServedContract['contract'];
    readonly transaction: TransactionPlan;
    /** By which options and reports mean it. */
    readonly name: string;
}

/** Keys that a run may change. */
export interface StatePlace {
    readonly chaincode: string;
    readonly collection: string | undefined;
    /** After how many blocks the peer deletes what was written. 0: never. */
    readonly blockToLive: number;
}

/** All that is known of a fuzz run before it begins. */
export interface FuzzPlan {
    /** A network whose state runs begin with, instead of one of their own. */
    readonly present: TestNetwork<TestNetworkOptions> | undefined;
    readonly network: TestNetworkOptions;
    readonly options: FuzzOptions;
    readonly seed: number;
    readonly callables: readonly Callable[];
    readonly vocabulary: Vocabulary;
    readonly actors: Actors;
    /** Those of the actors that have no peer. */
    readonly outsiders: readonly string[];
    readonly places: readonly StatePlace[];
    readonly chaincodes: readonly string[];
    /** When each run begins. */
    readonly beginning: Date;
    /** Of files. */
    readonly name: string;
}

const SYSTEM_CONTRACT = 'org.hyperledger.fabric';
const SECOND = 'Org2MSP';
/** When each run begins, unless the author's options say otherwise: a date that all machines have in common. */
const BEGINNING = new Date('2030-01-01T00:00:00.000Z');

const FUZZ_NAMES: OptionNames<FuzzOptions> = {
    actors: true,
    allowNever: true,
    arguments: true,
    blocks: true,
    depth: true,
    except: true,
    failOnRefusal: true,
    folder: true,
    invariants: true,
    module: true,
    name: true,
    runs: true,
    seconds: true,
    seed: true,
    setup: true,
    slow: true,
    time: true,
    weights: true,
};

/** @throws TestNetworkError OPTION_INVALID; ContractDefinitionError */
export function planFuzz(
    network: TestNetworkOptions,
    options: FuzzOptions,
    { seed, present }: { readonly seed: number; readonly present?: FuzzPlan['present'] },
): FuzzPlan {
    checkNames('fuzz', options, FUZZ_NAMES);
    const chaincodes = chaincodesOf(network);
    const served = Array.from(chaincodes, ([name, source]) => ({ name, contracts: contractsOf(name, source) }));
    const contracts = served.flatMap((one) => one.contracts);
    const vocabulary = vocabularyOf(sourceOf(contracts));
    const callables = served.flatMap((one) => callablesOf(one.name, one.contracts, options));
    const [first] = callables;
    if (first === undefined)
        throw invalid('there is no transaction to call: none is left of those that the contracts have');
    const peers = organizationsOf(network);
    const known = [...new Set([...peers, ...organizationsFor(contracts, vocabulary), ...mspIdsOf(options)])];
    const simulated = known.length > 1 ? known : [...known, SECOND];
    // A network that is there has the organizations that it has.
    const everyone = present === undefined ? simulated : peers;
    return {
        present,
        network,
        options,
        seed,
        callables,
        vocabulary,
        actors: options.actors ?? actorsFor(contracts, vocabulary, everyone),
        outsiders: everyone.filter((mspId) => !peers.includes(mspId)),
        places: served.flatMap((one) => placesOf(one.name, one.contracts, network)),
        chaincodes: [...chaincodes.keys()],
        beginning: present?.time ?? network.time ?? BEGINNING,
        name: options.name ?? first.source.constructor.name,
    };
}

function contractsOf(name: string, source: ChaincodeSource): ServedContract[] {
    if (typeof source === 'function' || !hasContracts(source))
        throw invalid(`chaincode '${name}' is not made of contracts, so that nothing is known of its transactions`);
    const { contracts } = new ContractChaincode({ ...source, logger: createLogger('error', () => undefined) });
    return contracts.filter((contract) => contract.name !== SYSTEM_CONTRACT);
}

function callablesOf(
    chaincode: string,
    contracts: readonly ServedContract[],
    { except = [] }: FuzzOptions,
): Callable[] {
    const all = contracts.flatMap((contract) =>
        plannedTransactions(contract).map((transaction): Callable => {
            const { name } = transaction.info;
            return { chaincode, contract: contract.name, source: contract.contract, transaction, name };
        }),
    );
    return all.filter(({ name }) => !except.includes(name));
}

function mspIdsOf({ actors = {} }: FuzzOptions): string[] {
    return Object.values(actors).flatMap(({ mspId }) => mspId ?? []);
}

function placesOf(chaincode: string, contracts: readonly ServedContract[], network: TestNetworkOptions): StatePlace[] {
    const declared: Declared[] = contracts.flatMap((contract) => declaredBy(contract) ?? []);
    const named = declaredCollections({ name: chaincode, declared }, organizationsOf(network));
    const defined = definitionOf(chaincode, network).collections ?? named;
    const implicit = organizationsOf(network).map((mspId) => `_implicit_org_${mspId}`);
    const lasting = [undefined, ...implicit].map((collection) => ({ chaincode, collection, blockToLive: 0 }));
    return [
        ...lasting,
        ...defined.map(({ name: collection, blockToLive = 0 }) => ({ chaincode, collection, blockToLive })),
    ];
}

function invalid(text: string): TestNetworkError {
    return new TestNetworkError('OPTION_INVALID', `fuzz: ${text}`);
}
