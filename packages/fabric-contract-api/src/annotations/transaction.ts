import { type ClassicParameter, parametersOf, type SourceParameter } from '@heddle/contract/internal';
import { Context } from '../context';
import type { Contract } from '../contract';
import { ownTransactions, record, recordArity } from './records';
import { refuseStandard } from './refuse-standard';
import { schemaOfType } from './schema-of-type';

type Decorator = (target: object, propertyKey: string | symbol) => void;

/**
 * Makes a method a transaction. What its parameters are is read here, off the method as it stands: later decorators may
 * wrap it.
 * @param commit false for one that is only evaluated
 */
export function Transaction(commit: boolean = true): Decorator {
    return (target, propertyKey) => {
        refuseStandard('Transaction', propertyKey);
        const name = String(propertyKey);
        const transactions = ownTransactions(target);
        const given = transactions.find((one) => one.name === name)?.parameters ?? [];
        const parameters = declaredParameters(target as Contract, name, given);
        record(transactions, name, { tag: commit ? ['SUBMIT', 'submitTx'] : ['EVALUATE'], parameters });
    };
}

/** Says what a transaction returns, for the metadata. */
export function Returns(returnType?: string): Decorator {
    return (target, propertyKey) => {
        refuseStandard('Returns', propertyKey);
        record(ownTransactions(target), String(propertyKey), { returns: schemaOfType(returnType ?? '') });
    };
}

/** Says what a parameter is, where the compiler's own evidence is not enough. */
export function Param(paramName: string, paramType: string, description: string = ''): Decorator {
    return (target, propertyKey) => {
        refuseStandard('Param', propertyKey);
        const transactions = ownTransactions(target);
        const known = transactions.find((one) => one.name === propertyKey)?.parameters;
        const said: ClassicParameter = { name: paramName, description, schema: schemaOfType(paramType) };
        record(transactions, String(propertyKey), { parameters: withParameter(known ?? [], said) });
    };
}

function withParameter(known: readonly ClassicParameter[], said: ClassicParameter): ClassicParameter[] {
    if (!known.some(({ name }) => name === said.name)) return [...known, said];
    return known.map((one) =>
        one.name === said.name ? { ...one, schema: said.schema, description: said.description ?? '' } : one,
    );
}

/** The parameters of a method without its context, each as @Param gave it or else as the compiler declares it. */
function declaredParameters(target: Contract, method: string, given: readonly ClassicParameter[]): ClassicParameter[] {
    const types = (Reflect.getMetadata('design:paramtypes', target, method) as unknown[] | undefined) ?? [];
    const sources = sourceOf(Reflect.get(target, method));
    const contextType: unknown = target.createContext().constructor;
    const declared = types.flatMap((type, index) => {
        const source = sources[index] ?? { name: `arg${index}`, hasDefault: false, isRest: false };
        return isContext(type, contextType) ? [] : [{ type, source }];
    });
    // Where the compiler says nothing, @Param alone tells how many there are.
    if (types.length > 0)
        noteArity(
            target,
            method,
            declared.map(({ source }) => source),
        );
    return declared.map(({ type, source: { name } }) => {
        return (
            given.find((one) => one.name === name) ?? {
                name,
                description: '',
                schema: schemaOfType(typeName(type, name)),
            }
        );
    });
}

function sourceOf(method: unknown): SourceParameter[] {
    const found = typeof method === 'function' ? parametersOf(method) : '';
    return typeof found === 'string' ? [] : found;
}

/** What createContext makes, and what its type says where it is less exact. */
function isContext(type: unknown, made: unknown): boolean {
    return type === made || type === Context || (typeof type === 'function' && type.prototype instanceof Context);
}

/** Parameters with a default may be left out, from the last one on. */
function noteArity(target: object, method: string, parameters: readonly SourceParameter[]): void {
    const required = parameters.findLastIndex(({ hasDefault, isRest }) => !hasDefault && !isRest) + 1;
    recordArity(target, method, { required, declared: parameters.length });
}

function typeName(type: unknown, parameter: string): string {
    const name = typeof type === 'function' ? type.name : String(type);
    // fabric-contract-api's words: there is nothing that such an argument could be read as.
    if (name === 'Object')
        throw new Error(`Type not properly specified for parameter ${parameter}, can not process pure Object types`);
    return name;
}
