import type { Chaincode } from '@heddle/core';
import { ConfigurationError } from '../reporting/command-error';
import { isObject, listExports, type NamedExport } from './module-exports';

/** What a module offers to be served: contracts, or a chaincode that answers Init and Invoke itself. */
export type Exported =
    /** What each of these is, is for the contract layer to check. */
    | { readonly kind: 'contracts'; readonly contracts: readonly unknown[]; readonly serializers: unknown }
    | { readonly kind: 'chaincode'; readonly name: string; readonly chaincode: Chaincode | (new () => Chaincode) };

// Symbol.for, as the module may use another copy of @heddle/contract than this command.
const CONTRACT = Symbol.for('heddle.Contract');

/**
 * Finds what a module offers: its `contracts` array if it has one, else the contract classes among its exports, else the
 * chaincode among them. A default export, or a CommonJS module's only value, is looked into as well.
 *
 * @param namespace what `import()` gave
 * @param file for messages
 * @throws ConfigurationError if there is nothing to serve, or no telling what
 */
export function findExported(namespace: object, file: string): Exported {
    const exports = listExports(namespace);
    const listed = exports.find(({ name, value }) => name === 'contracts' && Array.isArray(value));
    const serializers = checkSerializers(exports.find(({ name }) => name === 'serializers')?.value, file);
    if (listed !== undefined) return { kind: 'contracts', contracts: listed.value as unknown[], serializers };
    const contracts = exports.filter(({ value }) => isContract(value));
    const chaincodes = exports.filter(({ value }) => isChaincode(value));
    const [chaincode, another] = chaincodes;
    if (chaincode === undefined) {
        return { kind: 'contracts', contracts: requireSome(contracts, exports, file), serializers };
    }
    const rival = another ?? contracts[0];
    if (rival !== undefined) throw ambiguous(chaincode, rival, file);
    // isChaincode has looked.
    return { kind: 'chaincode', name: chaincode.name, chaincode: chaincode.value as Chaincode };
}

/** A class below Contract, or an instance. Contract itself does not count: a module may export it along with its own. */
function isContract(value: unknown): boolean {
    const owner: unknown = typeof value === 'function' ? value.prototype : value;
    return isObject(owner) && CONTRACT in owner && !Object.hasOwn(owner, CONTRACT);
}

function isChaincode(value: unknown): boolean {
    if (isContract(value)) return false;
    const owner: unknown = typeof value === 'function' ? value.prototype : value;
    return isObject(owner) && ['Init', 'Invoke'].every((name) => typeof Reflect.get(owner, name) === 'function');
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

/** As for fabric-contract-api; whether the one that is named is there is for the contract layer to check. */
function checkSerializers(value: unknown, file: string): unknown {
    if (
        value === undefined ||
        (isObject(value) && 'transaction' in value && isObject(Reflect.get(value, 'serializers')))
    )
        return value;
    const remedy = 'write { transaction: name, serializers: { name: class } }';
    throw new ConfigurationError(`serializers, exported by ${file}, cannot be used: ${remedy}`);
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
