import { toError } from '@heddle/core/internal';
import type { Schema } from '../metadata/schema';
import type {
    ClassicArity,
    ClassicLayer,
    ClassicParameter,
    ClassicSchemas,
    ClassicSerializer,
    SchemaCheck,
} from './classic-layer';
import { checkable } from './classic-schemas';
import type { ClassicWarn } from './classic-warning';

/** Makes the values of a call's arguments, or throws what fabric-contract-api would. */
export type ClassicArguments = (args: readonly Buffer[]) => unknown[];

/** What the arguments of one chaincode are read with. */
export interface ArgumentTools {
    readonly layer: ClassicLayer;
    readonly serializer: ClassicSerializer;
    /** Of the classes, which the serializer makes values of. */
    readonly schemas: ClassicSchemas;
    /** The same, without references that lead nowhere. */
    readonly checkable: ClassicSchemas;
    /** Is told of what cannot be checked. */
    readonly warn: ClassicWarn;
}

/**
 * Plans how the arguments of a transaction are read.
 * @param parameters undefined where nothing is declared: texts, any number of them
 */
export function classicArguments(
    where: string,
    parameters: readonly ClassicParameter[] | undefined,
    arity: ClassicArity | undefined,
    tools: ArgumentTools,
): ClassicArguments {
    if (parameters === undefined) return (args) => args.map((arg) => arg.toString());
    const readers = parameters.map((parameter) => parameterReader(where, parameter, tools));
    const declared = Math.max(arity?.declared ?? 0, readers.length);
    const required = Math.min(arity?.required ?? readers.length, declared);
    return (args) => {
        if (args.length < required || args.length > declared)
            throw new Error(`Expected ${readers.length} parameters, but ${args.length} have been supplied`);
        return args.map((arg, index) => (readers[index] ?? readText)(arg));
    };
}

type Reader = (bytes: Buffer) => unknown;

const readText: Reader = (bytes) => bytes.toString();

function parameterReader(where: string, { name, schema }: ClassicParameter, tools: ArgumentTools): Reader {
    if (!('type' in schema) && !('$ref' in schema))
        return failing(`Incorrect type information ${JSON.stringify(schema)}`);
    const { serializer, schemas, warn } = tools;
    const known = checkable(schema, schemas, (type) => {
        warn('TYPE_UNKNOWN', `${where}(${name}) of the type ${type}`);
    });
    const declared = { properties: { prop: known }, components: { schemas } };
    const check = checkOf(`${where}(${name})`, known, tools);
    const read =
        tools.layer.plannedReader(serializer, declared) ?? ((bytes) => serializer.fromBuffer(bytes, declared, ''));
    if (check === undefined) return (bytes) => read(bytes).value;
    return (bytes) => {
        const { value, validateData } = read(bytes);
        const messages = check(validateData ?? value);
        if (messages !== undefined) throw new Error(`Unable to validate parameter due to ${JSON.stringify(messages)}`);
        return value;
    };
}

function failing(message: string): Reader {
    return () => {
        throw new Error(message);
    };
}

/** Texts, numbers and booleans, of which nothing more is said. */
const BARE: ReadonlySet<unknown> = new Set(['string', 'number', 'boolean']);

function checkOf(where: string, schema: Schema, tools: ArgumentTools): SchemaCheck | undefined {
    // What the conversion has made fits by itself.
    if (BARE.has(schema['type']) && Object.keys(schema).length === 1) return undefined;
    try {
        return tools.layer.compileSchema(schema, tools.checkable);
    } catch (error) {
        tools.warn('SCHEMA_UNUSABLE', `${where}: ${toError(error).message}`);
        return undefined;
    }
}
