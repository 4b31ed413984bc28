import type { Chaincode } from '@heddle/core';
import { ConfigurationError } from './command-error';

/** What a module offers to be served: contracts, or a chaincode that answers Init and Invoke itself. */
export type Exported =
    /** Whether each of them is a contract is for the contract layer to check. */
    | { readonly kind: 'contracts'; readonly contracts: readonly unknown[] }
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
    if (listed !== undefined) return { kind: 'contracts', contracts: listed.value as unknown[] };
    const contracts = exports.filter(({ value }) => isContract(value));
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

/** A class below Contract, or an instance. Contract itself is none: a module may export it along with its own. */
function isContract(value: unknown): boolean {
    if (typeof value === 'object') return value !== null && CONTRACT in value && !isContractBase(value);
    const prototype: unknown = typeof value === 'function' ? value.prototype : undefined;
    return typeof prototype === 'object' && prototype !== null && CONTRACT in prototype && !isContractBase(prototype);
}

function isContractBase(prototype: object): boolean {
    return Object.hasOwn(prototype, CONTRACT);
}

function isChaincode(value: unknown): boolean {
    if (isContract(value)) return false;
    const owner: unknown = typeof value === 'function' ? value.prototype : value;
    return (
        typeof owner === 'object' &&
        owner !== null &&
        ['Init', 'Invoke'].every((name) => typeof Reflect.get(owner, name) === 'function')
    );
}

function requireSome(contracts: readonly NamedExport[], exports: readonly NamedExport[], file: string): unknown[] {
    if (contracts.length > 0) return contracts.map(({ value }) => value);
    const foreign = exports.find(({ value }) => isForeignContract(value));
    const remedy =
        foreign === undefined
            ? 'export a class that extends Contract, an array of them as contracts, or an object with Init and Invoke'
            : `${foreign.name} extends Contract of another package, let it extend Contract of @heddle/contract`;
    throw new ConfigurationError(`${file} exports no contract: ${remedy}`);
}

/** fabric-contract-api marks its contracts by a static method. */
function isForeignContract(value: unknown): boolean {
    return typeof value === 'function' && '_isContract' in value;
}

function ambiguous(chaincode: NamedExport, rival: NamedExport, file: string): ConfigurationError {
    return new ConfigurationError(
        `${file} exports the chaincode ${chaincode.name} and ${rival.name} besides, but a process serves one: export one of them, or list the contracts in an array called contracts`,
    );
}
