import type { Schema, SchemaCheck } from '@heddle/contract/internal';
import Ajv from 'ajv';

// The version, too, is fabric-shim's: clients compare what it says.
const OPTIONS: Ajv.Options = { useDefaults: true, coerceTypes: false, allErrors: true, logger: false };

/** Compiles a schema. A value gets the defaults that the schema has. */
export function compileSchema(schema: Schema): SchemaCheck {
    // Each with an instance of its own: classes of several chaincodes may have one name.
    const validate = new Ajv(OPTIONS).compile(schema);
    return (value) =>
        validate(value) === true ? undefined : (validate.errors ?? []).map(({ message }) => message ?? '');
}
