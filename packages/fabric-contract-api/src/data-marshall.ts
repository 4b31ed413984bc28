import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
    ClassicParameterSchema,
    ClassicSchemas,
    ClassicSerializer,
    ClassicSerializerClass,
    ClassicTransaction,
    ClassicValue,
    Schema,
} from '@heddle/contract/internal';
import Ajv from 'ajv';

/**
 * Reads arguments and writes results one call at a time, in the form that fabric-shim has under
 * `lib/contract-spi/datamarshall`: for frameworks and tests that reach for it. Contracts that are served do not go through
 * it: all of this is planned before their first call.
 */
export class DataMarshall {
    readonly serializer: ClassicSerializer;
    readonly ajv: Ajv.Ajv;
    readonly components: ClassicSchemas | undefined;

    /** @param serializers classes by their names, or names of modules that export one */
    constructor(
        requestedSerializer: string,
        serializers: Readonly<Record<string, ClassicSerializerClass | string>>,
        components?: ClassicSchemas,
    ) {
        const chosen = serializers[requestedSerializer];
        const made = typeof chosen === 'string' ? (load(chosen) as ClassicSerializerClass) : chosen;
        if (made === undefined) throw new Error(`there is no serializer ${requestedSerializer}`);
        this.serializer = new made();
        this.ajv = new Ajv({ useDefaults: true, coerceTypes: false, allErrors: true });
        this.components = components;
    }

    toWireBuffer(result: unknown, schema: Schema = {}, loggerPrefix?: string): Uint8Array | undefined {
        return this.serializer.toBuffer(result, schema, loggerPrefix);
    }

    fromWireBuffer(data: Uint8Array, schema: object = {}, loggerPrefix?: string): ClassicValue {
        const parameter = schema as ClassicParameterSchema; // what it is for the serializer to find out
        const { value, validateData } = this.serializer.fromBuffer(data, parameter, loggerPrefix);
        return { value, validateData: validateData ?? value };
    }

    /** @throws Error in fabric-shim's words for arguments that are not those of the function */
    handleParameters(
        { parameters: expected }: ClassicTransaction,
        parameters: readonly Uint8Array[],
        loggerPrefix?: string,
    ): unknown[] {
        if (expected === undefined) return parameters.map(String);
        if (expected.length !== parameters.length)
            throw new Error(`Expected ${expected.length} parameters, but ${parameters.length} have been supplied`);
        return expected.map(({ schema }, index) =>
            this.#read(schema, parameters[index] ?? Buffer.alloc(0), loggerPrefix),
        );
    }

    #read(declared: Schema, data: Uint8Array, loggerPrefix?: string): unknown {
        if (!('type' in declared) && !('$ref' in declared))
            throw new Error(`Incorrect type information ${JSON.stringify(declared)}`);
        const schema = { properties: { prop: declared }, components: { schemas: this.components } };
        const validator = this.ajv.compile(schema);
        const { value, validateData } = this.fromWireBuffer(data, schema, loggerPrefix);
        if (validator({ prop: validateData }) === true) return value;
        const messages = (validator.errors ?? []).map(({ message }) => message);
        throw new Error(`Unable to validate parameter due to ${JSON.stringify(messages)}`);
    }
}

/** As a chaincode would: from where it runs. */
function load(name: string): unknown {
    return createRequire(join(process.cwd(), 'package.json'))(name);
}
