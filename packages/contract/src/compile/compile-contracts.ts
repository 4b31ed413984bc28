import { ValueReaders } from '../arguments/value-reader';
import type { ContractPlan } from '../calls/contract-plan';
import { Contract } from '../context/contract';
import type { FabricContract } from '../context/fabric-contract';
import type { Middleware } from '../context/middleware';
import { EntityPlans } from '../entity/entity-plan';
import { type Class, isClass } from '../evidence/class';
import { type ContractInfo, ownRecord, recordsOf } from '../evidence/class-record';
import { parameterTypes } from '../evidence/design-types';
import { ContractDefinitionError, type Mistake } from '../failures/definition-error';
import type { Descriptions } from '../metadata/descriptions';
import { type MetadataDocument, metadataDocument } from '../metadata/metadata-document';
import { overlayMetadata } from '../metadata/metadata-overlay';
import { ValueCheckers } from '../results/value-checker';
import { scalarOf } from '../scalars/scalars';
import { chosenSerializer } from '../serializers/chosen-serializer';
import type { Serializers } from '../serializers/serializer';
import { ClassCompilation } from '../value-types/class-compilation';
import type { Compilation } from '../value-types/compilation';
import { reportDuplicatePackages } from '../value-types/duplicate-packages';
import { standardDecoratorsOf } from '../value-types/ineffective-decorators';
import { mistakesOfShared } from './check-middleware';
import { compileContract } from './compile-contract';
import { SystemContract } from './system-contract';

/** A class that extends Contract, of Heddle or of fabric-contract-api, or an instance of one. */
export type ContractSource = (new () => Contract | FabricContract) | Contract | FabricContract;

/** What is served, and how. */
export interface ContractSources {
    /** Without @Default, the first one is the default. */
    // The empty tuple makes compilers infer which is the first, without a `const` type parameter (TypeScript 5).
    readonly contracts: readonly ContractSource[] | readonly [];
    /** About all of it, for the metadata; default: what the default contract says of itself. */
    readonly info?: ContractInfo | undefined;
    /** What an author wrote into META-INF/metadata.json. */
    readonly metadata?: unknown;
    /** What doc comments say, for the metadata; explicit descriptions win. */
    readonly descriptions?: Descriptions | undefined;
    readonly serializers?: Serializers | undefined;
    /**
     * Runs around every transaction of every contract, outside of what `@Use` gives them; around an `unknownTransaction` of
     * a contract's own, too.
     */
    readonly middleware?: readonly Middleware[] | undefined;
}

export interface CompiledContracts {
    /** Exactly one is the default. The system contract is the last. */
    readonly plans: readonly ContractPlan[];
    readonly metadata: MetadataDocument;
    /** Sentences on what is legal, and probably not meant. */
    readonly warnings: readonly string[];
}

/**
 * Compiles contracts that are served together.
 * @throws ContractDefinitionError with all mistakes of all contracts
 */
export function compileContracts(sources: ContractSources): CompiledContracts {
    const compilation = new ClassCompilation();
    const serializer = chosenSerializer(sources.serializers, compilation);
    const { middleware = [] } = sources;
    const checkers = new ValueCheckers();
    const entities = new EntityPlans(compilation, checkers);
    const tools = { compilation, readers: new ValueReaders(), checkers, entities, serializer, middleware };
    const contracts = sources.contracts.flatMap((source) => instanceOf(source, compilation) ?? []);
    if (sources.contracts.length === 0)
        compilation.report(mistake('NO_CONTRACT', 'contracts', 'no contract', 'Give at least one class'));
    refuseStandardDecorators(contracts, compilation);
    for (const found of mistakesOfShared(middleware)) compilation.report(found);
    // Classes that parameters mention are known then by the names that other texts call them.
    for (const contract of contracts) meetClasses(contract, compilation);
    const plans = withDefault(contracts.map((contract) => compileContract(contract, tools)));
    const system = new SystemContract();
    const all = [...plans, compileContract(system, { ...tools, serializer: undefined, middleware: [] })];
    reportNames(all, compilation);
    reportDefaults(contracts, compilation);
    reportDuplicatePackages(compilation);
    const described = metadataDocument(all, sources.info, sources.descriptions);
    const metadata =
        sources.metadata === undefined ? described : overlayMetadata(described, sources.metadata, compilation);
    if (compilation.mistakes.length > 0) throw new ContractDefinitionError(compilation.mistakes);
    system.describe(JSON.stringify(metadata));
    return { plans: all, metadata, warnings: compilation.warnings };
}

/** Everything else that could be said of such a contract would follow from it. */
function refuseStandardDecorators(contracts: readonly Contract[], compilation: Compilation): void {
    const found = standardDecoratorsOf(contracts.map(({ constructor }) => constructor as Class<object>));
    if (found === undefined) return;
    compilation.report(found);
    throw new ContractDefinitionError(compilation.mistakes);
}

function withDefault(plans: readonly ContractPlan[]): ContractPlan[] {
    const chosen = plans.find(({ isDefault }) => isDefault) ?? plans[0];
    return plans.map((plan) => (plan === chosen ? Object.freeze({ ...plan, isDefault: true }) : plan));
}

function meetClasses(contract: Contract, compilation: Compilation): void {
    for (const { owner, record } of recordsOf(contract.constructor))
        for (const name of record.methods.keys()) meetParameters(owner, name, compilation);
}

function meetParameters(owner: Class<object>, method: string, compilation: Compilation): void {
    const [, ...designs] = parameterTypes(owner.prototype as object, method) ?? [];
    for (const design of designs) {
        const type = design.kind === 'constructor' && scalarOf(design.type) === undefined ? design.type : undefined;
        if (isClass(type)) compilation.classType(type);
    }
}

function mistake(code: Mistake['code'], where: string, found: string, fix: string): Mistake {
    return { code, where, found, fix };
}

function instanceOf(source: unknown, compilation: Compilation): Contract | undefined {
    const where = sourceName(source);
    try {
        const instance: unknown = typeof source === 'function' ? Reflect.construct(source, []) : source;
        if (Contract.is(instance)) return instance;
        const fix = 'Extend the class Contract of @heddle/contract';
        compilation.report(mistake('CONTRACT_INVALID', where, 'something that is not a contract', fix));
    } catch (error) {
        const fix = 'Contracts are made with `new` and no arguments when the chaincode starts';
        compilation.report(mistake('CONTRACT_INVALID', where, `a constructor that throws (${String(error)})`, fix));
    }
    return undefined;
}

function sourceName(source: unknown): string {
    if (typeof source === 'function') return source.name;
    return typeof source === 'object' && source !== null ? source.constructor.name : String(source);
}

function reportNames(plans: readonly ContractPlan[], compilation: Compilation): void {
    const seen = new Map<string, string>();
    for (const { name, contract } of plans) {
        const where = contract.constructor.name;
        const other = seen.get(name);
        seen.set(name, where);
        if (other !== undefined) {
            const found = `the name ${JSON.stringify(name)}, which ${other} has too`;
            compilation.report(mistake('CONTRACT_NAME_DUPLICATE', where, found, "Call super('another name')"));
        }
        if (name !== '' && !/[:\s]/.test(name)) continue;
        const found = `the name ${JSON.stringify(name)}`;
        const fix = 'Clients write `name:function`: a name has neither colons nor spaces, and is not empty';
        compilation.report(mistake('CONTRACT_NAME_INVALID', where, found, fix));
    }
}

function reportDefaults(contracts: readonly Contract[], compilation: Compilation): void {
    const marked = contracts.map(({ constructor }) => constructor).filter(isMarked);
    if (marked.length < 2) return;
    const found = `@Default() on ${marked.map(({ name }) => name).join(' and ')}`;
    const fix = 'Leave it on the one contract that is called without its name';
    compilation.report(mistake('DEFAULT_DUPLICATE', 'contracts', found, fix));
}

function isMarked(contract: object): boolean {
    return ownRecord(contract)?.isDefault === true;
}
