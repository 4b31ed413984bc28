import type { Chaincode } from '@heddle/core';
import { ConfigurationError } from './configuration-error';

/** A class that can be made without arguments. */
export type Class = new () => object;

/** What a module offers to be served: contracts, or a chaincode that answers Init and Invoke itself. */
export type Exported =
    | { readonly kind: 'contracts'; readonly contracts: readonly Class[] }
    | { readonly kind: 'chaincode'; readonly name: string; readonly chaincode: Chaincode | (new () => Chaincode) };

/** An export, by the name that a message calls it. */
interface NamedExport {
    readonly name: string;
    readonly value: unknown;
}

// Symbol.for, as the module may use another copy of @heddle/contract than this command.
const CONTRACT = Symbol.for('heddle.Contract');

/**
 * Finds what a module offers: its `contracts` array if it has one, else the contract classes among its exports, else the
 * chaincode among them. A default export, or a CommonJS module's only value, is looked into as well.
 *
 * @param namespace what `import()` gave
 * @param file for messages
 * @throws ConfigurationError where there is nothing to serve, or no telling what
 */
export function findExported(namespace: object, file: string): Exported {
    const exports = listExports(namespace);
    const listed = exports.find(({ name, value }) => name === 'contracts' && Array.isArray(value));
    if (listed !== undefined) return { kind: 'contracts', contracts: checkListed(listed.value as unknown[], file) };
    const contracts = exports.filter(({ value }) => isContractClass(value));
    const chaincodes = exports.filter(({ value }) => isChaincode(value));
    const [chaincode, another] = chaincodes;
    if (chaincode === undefined) return { kind: 'contracts', contracts: requireSome(contracts, exports, file) };
    const rival = another ?? contracts[0];
    if (rival !== undefined) throw ambiguous(chaincode, rival, file);
    // isChaincode has looked.
    return { kind: 'chaincode', name: chaincode.name, chaincode: chaincode.value as Chaincode };
}

/** Each value once, under its first name; those of an object that is the default export under their own. */
function listExports(namespace: object): NamedExport[] {
    const levels = defaultChain(namespace);
    const named = levels.flatMap((level) => Object.entries(level).filter(([name]) => name !== 'default'));
    const defaults = levels.map((level): [string, unknown] => ['default', Reflect.get(level, 'default')]);
    const names = new Map<unknown, string>();
    for (const [name, value] of [...named, ...defaults]) names.set(value, names.get(value) ?? name);
    return [...names].map(([value, name]) => ({ name, value }));
}

/** What is exported, then its default export, then the default of that: CommonJS and compilers wrap each other. */
function defaultChain(namespace: object): object[] {
    const chain = new Set<object>();
    for (let at: unknown = namespace; typeof at === 'object' && at !== null && !chain.has(at);) {
        chain.add(at);
        at = Reflect.get(at, 'default');
    }
    return [...chain];
}

/** A class below Contract: a module may export Contract itself, along with its own. */
function isContractClass(value: unknown): value is Class {
    if (typeof value !== 'function') return false;
    const prototype: unknown = value.prototype;
    return (
        typeof prototype === 'object' &&
        prototype !== null &&
        CONTRACT in prototype &&
        !Object.hasOwn(prototype, CONTRACT)
    );
}

function isChaincode(value: unknown): boolean {
    if (isContractClass(value)) return false;
    const owner: unknown = typeof value === 'function' ? value.prototype : value;
    return (
        typeof owner === 'object' &&
        owner !== null &&
        ['Init', 'Invoke'].every((name) => typeof Reflect.get(owner, name) === 'function')
    );
}

function checkListed(contracts: readonly unknown[], file: string): Class[] {
    if (contracts.length === 0)
        throw new ConfigurationError(`the array contracts of ${file} is empty: put the contract classes in it`);
    return contracts.map((contract, index) => {
        if (isContractClass(contract)) return contract;
        throw new ConfigurationError(`contracts[${index}] of ${file} is no contract: ${whyNot(contract)}`);
    });
}

function requireSome(contracts: readonly NamedExport[], exports: readonly NamedExport[], file: string): Class[] {
    if (contracts.length > 0) return contracts.map(({ value }) => value as Class);
    const foreign = exports.find(({ value }) => isForeignContract(value));
    const why = foreign && `, and ${foreign.name} is none: ${whyNot(foreign.value)}`;
    throw new ConfigurationError(
        `${file} exports no contract${why ?? ': export a class that extends Contract, an array of them as contracts, or an object with Init and Invoke'}`,
    );
}

function whyNot(value: unknown): string {
    if (isForeignContract(value)) return 'it extends Contract of another package: extend Contract of @heddle/contract';
    if (typeof value === 'function') return 'it must extend Contract of @heddle/contract';
    return `it must be a class that extends Contract of @heddle/contract, not ${value === null ? 'null' : `of type ${typeof value}`}`;
}

/** fabric-contract-api marks its contracts by a static method. */
function isForeignContract(value: unknown): boolean {
    return typeof value === 'function' && !isContractClass(value) && '_isContract' in value;
}

function ambiguous(chaincode: NamedExport, rival: NamedExport, file: string): ConfigurationError {
    return new ConfigurationError(
        `${file} exports the chaincode ${chaincode.name} and ${rival.name} besides, but a process serves one: export one of them, or list the contracts in an array called contracts`,
    );
}
