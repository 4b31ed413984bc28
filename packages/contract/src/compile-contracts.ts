import { ValueReaders } from './arguments/value-reader';
import { compileContract } from './compile-contract';
import { Contract } from './contract';
import type { ContractPlan } from './contract-plan';
import { ownRecord } from './metadata/class-record';
import { ContractDefinitionError, type Mistake } from './metadata/definition-error';
import { ValueCheckers } from './results/value-checker';
import { Compilation } from './value-types/compilation';
import type { Class } from './value-types/value-type';

/** A class that extends Contract, or an instance of one. */
export type ContractSource = (new () => Contract) | Contract;

/**
 * Compiles contracts that are served together. Exactly one plan is the default.
 * @throws ContractDefinitionError with all mistakes of all contracts
 */
export function compileContracts(sources: readonly ContractSource[]): ContractPlan[] {
    const compilation = new Compilation();
    const tools = { compilation, readers: new ValueReaders(), checkers: new ValueCheckers() };
    const contracts = sources.flatMap((source) => instanceOf(source, compilation) ?? []);
    const plans = contracts.map((contract) => compileContract(contract, tools));
    if (sources.length === 0)
        compilation.report(mistake('NO_CONTRACT', 'contracts', 'no contract', 'Give at least one class'));
    reportNames(plans, compilation);
    reportDefaults(contracts, compilation);
    if (compilation.mistakes.length > 0) throw new ContractDefinitionError(compilation.mistakes);
    const defaultPlan = plans.find(({ isDefault }) => isDefault) ?? plans[0];
    return plans.map((plan) => (plan === defaultPlan ? Object.freeze({ ...plan, isDefault: true }) : plan));
}

function mistake(code: Mistake['code'], where: string, found: string, fix: string): Mistake {
    return { code, where, found, fix };
}

function instanceOf(source: unknown, compilation: Compilation): Contract | undefined {
    const where = nameOf(source);
    try {
        const instance: unknown = typeof source === 'function' ? Reflect.construct(source, []) : source;
        if (Contract.is(instance)) return instance;
        const fix = 'Extend the class Contract of @heddle/contract';
        compilation.report(mistake('CONTRACT_INVALID', where, 'something that is no contract', fix));
    } catch (error) {
        const fix = 'Contracts are made with `new` and no arguments when the chaincode starts';
        compilation.report(mistake('CONTRACT_INVALID', where, `a constructor that throws (${String(error)})`, fix));
    }
    return undefined;
}

function nameOf(source: unknown): string {
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
    const marked = contracts.map(({ constructor }) => constructor as unknown as Class<object>).filter(isMarked);
    if (marked.length < 2) return;
    const found = `@Default() on ${marked.map(({ name }) => name).join(' and ')}`;
    const fix = 'Leave it on the one contract that is called without its name';
    compilation.report(mistake('DEFAULT_DUPLICATE', 'contracts', found, fix));
}

function isMarked(contract: Class<object>): boolean {
    return ownRecord(contract)?.isDefault === true;
}
