import type { ClassicSchemas, Schema, SchemaCheck } from '@heddle/contract/internal';
import Ajv from 'ajv';

// The version, too, is fabric-shim's: clients compare what it says.
const OPTIONS: Ajv.Options = { useDefaults: true, coerceTypes: false, allErrors: true, logger: false };

/** One for the classes of each chaincode: to make one takes longer than most schemas, and others have classes of the same names. */
const compilers = new WeakMap<ClassicSchemas, Ajv.Ajv>();

/** Compiles the schema of a parameter, which may refer to these classes. A value gets the defaults that it has. */
export function compileSchema(schema: Schema, schemas: ClassicSchemas): SchemaCheck {
    const compiler = compilers.get(schemas) ?? new Ajv(OPTIONS);
    compilers.set(schemas, compiler);
    const validate = compiler.compile({ properties: { prop: schema }, components: { schemas } });
    return (value) =>
        validate({ prop: value }) === true ? undefined : (validate.errors ?? []).map(({ message }) => message ?? '');
}
