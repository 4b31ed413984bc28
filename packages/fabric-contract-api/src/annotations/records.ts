import 'reflect-metadata';
import type { ClassicArity, ClassicParameter, ClassicSchema, ClassicSchemas, Schema } from '@heddle/contract/internal';

/** A transaction, while decorators add to it. */
export interface TransactionRecord {
    name: string;
    tag?: string[];
    parameters?: ClassicParameter[];
    returns?: Schema;
}

/** The keys of fabric-contract-api's own records: frameworks on top of it read them. */
const TRANSACTIONS = 'fabric:transactions';
const PROPERTIES = 'fabric:object-properties';
const OBJECTS = 'fabric:objects';
/** Ours, beside them. */
const ARITIES = 'heddle:arities';
const INFO = 'heddle:info';
const DEFAULT = 'heddle:default';

/**
 * The transactions of a contract's prototype, to be added to. They begin with those of its base class, as copies: what
 * two classes add to one base is nothing of each other's.
 */
export function ownTransactions(prototype: object): TransactionRecord[] {
    const own = Reflect.getOwnMetadata(TRANSACTIONS, prototype) as TransactionRecord[] | undefined;
    if (own !== undefined) return own;
    const copies = transactionsOf(prototype).map((record) => ({ ...record }));
    Reflect.defineMetadata(TRANSACTIONS, copies, prototype);
    return copies;
}

export function transactionsOf(contract: object): TransactionRecord[] {
    return (Reflect.getMetadata(TRANSACTIONS, contract) as TransactionRecord[] | undefined) ?? [];
}

/** Lays something over what is known of a transaction. What is new begins without a name, as documents show it. */
export function record(transactions: TransactionRecord[], name: string, said: Omit<TransactionRecord, 'name'>): void {
    const known = transactions.find((one) => one.name === name);
    if (known === undefined) transactions.push({ ...said, name });
    else Object.assign(known, said);
}

/** How many arguments the methods of a prototype take, by their names. */
export function recordArity(prototype: object, method: string, arity: ClassicArity): void {
    Reflect.defineMetadata(ARITIES, arity, prototype, method);
}

export function arityOf(contract: object, method: string): ClassicArity | undefined {
    return Reflect.getMetadata(ARITIES, contract, method) as ClassicArity | undefined;
}

/** The members of a class that have `@Property()`, to be added to. */
export function ownProperties(prototype: object): Record<string, Schema> {
    const own = (Reflect.getOwnMetadata(PROPERTIES, prototype) as Record<string, Schema> | undefined) ?? {};
    Reflect.defineMetadata(PROPERTIES, own, prototype);
    return own;
}

/** Those of a class or, where it has none, of its base. */
export function propertiesOf(prototype: object): Record<string, Schema> {
    return (Reflect.getMetadata(PROPERTIES, prototype) as Record<string, Schema> | undefined) ?? {};
}

// Of this copy of the package: a process may serve several chaincodes, each with classes of its own.
const objects: Record<string, ClassicSchema> = {};

/** Makes a class known, in the place of one that had its name before. */
export function recordObject(name: string, schema: ClassicSchema): void {
    objects[name] = schema;
    // Where fabric-contract-api has them, for frameworks on top of it.
    const all = (Reflect.getMetadata(OBJECTS, globalThis) as Record<string, ClassicSchema> | undefined) ?? {};
    all[name] = schema;
    Reflect.defineMetadata(OBJECTS, all, globalThis);
}

export function knownObjects(): ClassicSchemas {
    return objects;
}

export function recordInfo(target: object, info: Schema): void {
    Reflect.defineMetadata(INFO, info, target);
}

export function infoOf(contract: object): Schema | undefined {
    return Reflect.getOwnMetadata(INFO, contract.constructor) as Schema | undefined;
}

export function recordDefault(target: object): void {
    Reflect.defineMetadata(DEFAULT, true, target);
}

export function isDefault(contract: object): boolean {
    return Reflect.getOwnMetadata(DEFAULT, contract.constructor) === true;
}
