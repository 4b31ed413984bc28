import type { FoundWarning } from '@heddle/core';
import { mistakesOfShared } from '../compile/check-middleware';
import type { ContractSources } from '../compile/compile-contracts';
import { SYSTEM_CONTRACT } from '../compile/system-contract';
import { ContractDefinitionError } from '../failures/definition-error';
import type { MetadataDocument } from '../metadata/metadata-document';
import type { ArgumentTools } from './classic-arguments';
import { type ClassicContract, isClassicContract } from './classic-contract';
import { classicDocument, type DescribedContract, type SuppliedMetadata } from './classic-document';
import type { ClassicLayer, ClassicSchemas } from './classic-layer';
import { type ClassicContractPlan, type ListedTransaction, planContract } from './classic-plan';
import { checkableSchemas } from './classic-schemas';
import { chosenClassicSerializer } from './classic-serializer';
import { transactionsOf } from './classic-transactions';
import type { ClassicWarn } from './classic-warning';

/** Contracts of fabric-contract-api's form, ready to be called. */
export interface CompiledClassics {
    /** Exactly one is the default. The system contract is the last. */
    readonly plans: readonly ClassicContractPlan[];
    readonly metadata: MetadataDocument;
    /** What fabric-contract-api would refuse at start or at each call. */
    readonly warnings: readonly FoundWarning[];
}

/** A contract, what is known of its transactions, and how it is described. */
interface KnownContract extends DescribedContract {
    readonly listed: readonly ListedTransaction[];
}

/**
 * Compiles contracts of fabric-contract-api's form. What an author got wrong is a warning, wherever the rest can be served.
 * @throws ContractDefinitionError where nothing can be
 */
export function compileClassic(sources: ContractSources, layer: ClassicLayer): CompiledClassics {
    const { middleware = [] } = sources;
    const mistakes = mistakesOfShared(middleware);
    // Where one is missing, the guards behind it would be, too.
    if (mistakes.length > 0) throw new ContractDefinitionError(mistakes);
    const warnings: FoundWarning[] = [];
    const warn: ClassicWarn = (code, what) => {
        warnings.push({ code, what });
    };
    const instances = latestOfEachName(sources.contracts.map(instanceOf), warn);
    const chosen = chooseDefault(instances, layer, warn);
    const contracts = instances.map((instance) => known(instance, layer));
    const supplied = (sources.metadata ?? {}) as SuppliedMetadata; // an author wrote it
    const schemas = supplied.components === undefined ? layer.schemas() : (supplied.components.schemas ?? {});
    const tools = createTools(sources, layer, schemas, warn);
    const system = systemContract(layer, () => metadata);
    const metadata = classicDocument([...contracts, system], schemas, supplied, sources.info);
    const plans = [...contracts, system].map(({ name, instance, listed }) => {
        const callable = name === SYSTEM_CONTRACT ? listed : callableOf(name, listed, supplied, warn);
        return planContract({ name, instance, isDefault: instance === chosen, listed: callable, middleware }, tools);
    });
    return { plans, metadata, warnings };
}

function createTools(
    { serializers }: ContractSources,
    layer: ClassicLayer,
    schemas: ClassicSchemas,
    warn: ClassicWarn,
): ArgumentTools {
    const serializer = chosenClassicSerializer(serializers, layer);
    return { layer, serializer, schemas, checkable: checkableSchemas(schemas, warn), warn };
}

function known(instance: ClassicContract, layer: ClassicLayer): KnownContract {
    const listed = transactionsOf(instance, layer);
    const transactions = listed.map(({ record }) => record);
    return { name: instance.getName(), instance, listed, transactions, info: layer.infoOf(instance) };
}

/** What every chaincode answers about itself, by the names that Fabric's tools call. */
function systemContract(layer: ClassicLayer, metadata: () => MetadataDocument): KnownContract {
    const instance = new layer.contract(SYSTEM_CONTRACT) as ClassicContract; // the base of the contracts
    const record = { name: 'GetMetadata' };
    Object.defineProperty(instance, record.name, { value: metadata });
    return {
        name: SYSTEM_CONTRACT,
        instance,
        listed: [{ record, arity: undefined }],
        transactions: [record],
        info: undefined,
    };
}

/** Where an author has listed the transactions, no other ones can be called. */
function callableOf(
    name: string,
    own: readonly ListedTransaction[],
    { contracts = {} }: SuppliedMetadata,
    warn: ClassicWarn,
): readonly ListedTransaction[] {
    if (Object.keys(contracts).length === 0) return own;
    const { transactions = [] } = contracts[name] ?? {};
    if (contracts[name] === undefined) warn('METADATA_OUTDATED', `it lacks ${name}, of which nothing can be called`);
    return transactions.map((record) => {
        const same = own.find((one) => one.record.name === record.name);
        if (same === undefined) warn('METADATA_OUTDATED', `it lists ${name}.${record.name}, which does not exist`);
        return { record, arity: same?.arity };
    });
}

function instanceOf(source: unknown): ClassicContract {
    const where = typeof source === 'function' ? source.name : String(source);
    const refuse = (found: string, fix: string): never => {
        throw new ContractDefinitionError([{ code: 'CONTRACT_INVALID', where, found, fix }]);
    };
    try {
        const instance: unknown = typeof source === 'function' ? Reflect.construct(source, []) : source;
        if (isClassicContract(instance)) return instance;
    } catch (error) {
        return refuse(`a constructor that throws (${String(error)})`, 'Contracts are made with `new` and no arguments');
    }
    return refuse(
        'beside contracts of fabric-contract-api, something that is not one of them',
        'Let all contracts of a chaincode extend Contract of fabric-contract-api, or all of them Contract of @heddle/contract',
    );
}

function latestOfEachName(instances: readonly ClassicContract[], warn: ClassicWarn): ClassicContract[] {
    const byName = new Map<string, ClassicContract>();
    for (const instance of instances) {
        const name = instance.getName();
        if (byName.has(name)) warn('CONTRACT_REPLACED', name);
        byName.set(name, instance);
    }
    return Array.from(byName.values());
}

/** The one with @Default(), or else the first. */
function chooseDefault(
    instances: readonly ClassicContract[],
    layer: ClassicLayer,
    warn: ClassicWarn,
): ClassicContract | undefined {
    const marked = instances.filter((instance) => layer.isDefault(instance));
    if (marked.length > 1) warn('SECOND_DEFAULT', marked.map((one) => one.getName()).join(' and '));
    const chosen = marked[0] ?? instances[0];
    if (chosen !== undefined) chosen.default = true;
    return chosen;
}
