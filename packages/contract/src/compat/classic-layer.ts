import type { ChaincodeStub, Compat } from '@heddle/core';
import type { Schema } from '../metadata/schema';

/** A parameter as decorators of fabric-contract-api record it. */
export interface ClassicParameter {
    readonly name: string;
    readonly description?: string;
    readonly schema: Schema;
}

/** A transaction as they record it, which is how the metadata shows it: the order of the members included. */
export interface ClassicTransaction {
    readonly name: string;
    /** From a decorator. */
    readonly tag?: readonly string[];
    /** Of a method without one. */
    readonly tags?: readonly string[];
    readonly parameters?: readonly ClassicParameter[];
    readonly returns?: Schema;
}

/** A class with `@Object()`: its schema, and besides that the class itself as `cnstr`. */
export type ClassicSchema = Schema & { readonly cnstr?: NewableFunction };
export type ClassicSchemas = Readonly<Record<string, ClassicSchema>>;

/** What the bytes of a parameter are read by: its own schema, and the classes that it refers to. */
export interface ClassicParameterSchema {
    readonly properties: { readonly prop: ClassicSchema };
    readonly components?: { readonly schemas?: ClassicSchemas };
}

/** A serializer as fabric-contract-api knows them: its own, or an author's. */
export interface ClassicSerializer {
    toBuffer(result: unknown, schema?: Schema, loggerPrefix?: string): Uint8Array | undefined;
    fromBuffer(data: Uint8Array, schema: ClassicParameterSchema, loggerPrefix?: string): ClassicValue;
}

/** What is read, and what of it is held against the schema: the same, unless a serializer says so. */
export interface ClassicValue {
    readonly value: unknown;
    readonly validateData?: unknown;
}

export type ClassicSerializerClass = new () => ClassicSerializer;

/** Tells what is wrong with a value, in the words of ajv; undefined where it fits. */
export type SchemaCheck = (value: unknown) => readonly string[] | undefined;

/**
 * What a contract of fabric-contract-api's form brings along, for this package to serve it: what its decorators recorded,
 * and the libraries that only such contracts need.
 */
export interface ClassicLayer {
    /** What decorators recorded of a contract's methods; empty for one without decorators. */
    readonly transactionsOf: (contract: object) => readonly ClassicTransaction[];
    /** How many arguments a decorated method wants at least, and whether its last parameter takes all that are left. */
    readonly arityOf: (contract: object, method: string) => ClassicArity | undefined;
    readonly infoOf: (contract: object) => Schema | undefined;
    readonly isDefault: (contract: object) => boolean;
    /** All classes with `@Object()` that are loaded, by their names. */
    readonly schemas: () => ClassicSchemas;
    readonly contract: new (name: string) => object;
    readonly serializer: ClassicSerializerClass;
    /** Plans what `fromBuffer` of a serializer does for one parameter; undefined where it has to be asked each time. */
    readonly plannedReader: (
        serializer: ClassicSerializer,
        schema: ClassicParameterSchema,
    ) => ((bytes: Buffer) => ClassicValue) | undefined;
    /**
     * Compiles the schema of a parameter, which may refer to these classes.
     * @throws Error for one that means nothing
     */
    readonly compileSchema: (schema: Schema, schemas: ClassicSchemas) => SchemaCheck;
    readonly compat: Compat;
    /** Makes the identity of a transaction's client. */
    readonly clientIdentity: (stub: ChaincodeStub) => object;
    readonly getLogger: (name: string) => unknown;
    readonly setLevel: (level: string) => void;
}

/** How many arguments may be left out: those behind the first `required` ones, of `declared` in all. */
export interface ClassicArity {
    readonly required: number;
    readonly declared: number;
}

/** Contracts inherit their layer under this symbol. Symbol.for, as another copy of this package may serve them. */
export const CLASSIC_LAYER = Symbol.for('heddle.classicLayer');
