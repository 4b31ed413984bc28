import { type Fields, fieldsOf, isFields, own, textOf, textsOf } from '../metadata/fields';
import { type Literal, type MemberModel, scalar, type TypeModel, type VariantModel } from './type-model';

/** How the integers of 64 bits are typed that chaincode in Go and Java has as JSON numbers. */
export type Int64Form = 'bigint' | 'number';

/** Reads schemas, as Heddle and Fabric's contract APIs for Node, Go and Java write them. */
export class SchemaTypes {
    readonly #schemas: Fields;
    readonly #unions: readonly Fields[];
    readonly #int64: Int64Form;
    /** The named schemas that types refer to, in the order in which they were met. */
    readonly referred = new Set<string>();

    /**
     * @param schemas what references lead to
     * @param unions what Heddle says of which objects a discriminator tells apart
     */
    constructor(schemas: Fields, unions: readonly Fields[], int64: Int64Form) {
        this.#schemas = schemas;
        this.#unions = unions;
        this.#int64 = int64;
    }

    /** What a schema does not say, or says in a way that is not known, is `unknown`: any JSON. */
    typeOf(schema: unknown): TypeModel {
        const fields = fieldsOf(schema);
        const { allOf } = fields;
        if (Array.isArray(allOf) && allOf.length === 1) return this.typeOf(allOf[0]);
        if (isSeveral(allOf)) return { kind: 'object', members: this.membersOf(fields), open: false };
        const name = nameIn(fields);
        if (name !== undefined) return this.#reference(name);
        if (Array.isArray(fields['enum'])) return literals(fields['enum']);
        const types = textsOf(fields['type']);
        const [type, ...more] = types.filter((one) => one !== 'null');
        if (type === undefined) return scalar(types.includes('null') ? 'nothing' : 'unknown');
        if (more.length > 0) return scalar('unknown');
        const read = this.#ofType(type, fields);
        return types.includes('null') ? { kind: 'nullable', element: read } : read;
    }

    /** The members of an object's schema. */
    membersOf(schema: unknown): MemberModel[] {
        const { properties, required, allOf } = fieldsOf(schema);
        if (Array.isArray(allOf)) return this.#membersOfAll(allOf);
        const names = textsOf(required);
        return Object.entries(fieldsOf(properties)).map(([name, member]) => ({
            name,
            optional: !names.includes(name),
            type: this.typeOf(member),
            description: textOf(fieldsOf(member)['description']),
        }));
    }

    /** What is declared again counts in place of what was before. */
    #membersOfAll(schemas: readonly unknown[]): MemberModel[] {
        const members = schemas.flatMap(
            (schema) => this.#guarded(nameIn(schema), () => this.membersOf(this.#resolved(schema))) ?? [],
        );
        return [...new Map(members.map((member) => [member.name, member])).values()];
    }

    #resolved(schema: unknown): unknown {
        const name = nameIn(schema);
        return name === undefined ? schema : own(this.#schemas, name);
    }

    /** Undefined for a schema that leads back to itself. */
    #guarded<T>(name: string | undefined, read: () => T): T | undefined {
        if (name === undefined) return read();
        if (this.#visiting.has(name)) return undefined;
        this.#visiting.add(name);
        const value = read();
        this.#visiting.delete(name);
        return value;
    }

    schemaOf(name: string): Fields {
        return fieldsOf(own(this.#schemas, name));
    }

    #ofType(type: string, fields: Fields): TypeModel {
        switch (type) {
            case 'string':
                return ofString(fields);
            case 'integer':
            case 'number':
                return scalar(is64Bits(fields) ? INT64[this.#int64] : 'number');
            case 'boolean':
                return scalar('boolean');
            case 'array':
                return { kind: 'array', element: isFields(fields['items']) ? this.typeOf(fields['items']) : ANY };
            case 'object':
                return this.#ofObject(fields);
            default:
                return ANY;
        }
    }

    #ofObject(fields: Fields): TypeModel {
        const { discriminator, properties, additionalProperties } = fields;
        const cases = typeof discriminator === 'string' ? this.#casesOf(discriminator, fields) : [];
        if (cases.length > 0) return { kind: 'variants', property: String(discriminator), cases };
        if (isFields(properties) && Object.keys(properties).length > 0) {
            return { kind: 'object', members: this.membersOf(fields), open: discriminator !== undefined };
        }
        return { kind: 'record', element: isFields(additionalProperties) ? this.typeOf(additionalProperties) : ANY };
    }

    /** Fabric's schemas say what a discriminator is, and not which objects it tells apart; Heddle does, beside them. */
    #casesOf(property: string, fields: Fields): VariantModel[] {
        const names = [...textsOf(fieldsOf(own(fields['properties'], property))['enum'])].sort();
        const union = this.#unions.find(
            (one) =>
                one['property'] === property &&
                Object.keys(fieldsOf(one['variants'])).sort().join('\n') === names.join('\n'),
        );
        return Object.entries(fieldsOf(union?.['variants'])).flatMap(([name, schema]) => {
            const type = this.typeOf(schema);
            return type.kind === 'reference' ? [{ name, schema: type.schema }] : [];
        });
    }

    #reference(name: string): TypeModel {
        const schema = own(this.#schemas, name);
        if (!isFields(schema)) return ANY;
        // A name for something other than an object with members is no type of its own.
        if (!isFields(schema['properties']) && !isSeveral(schema['allOf'])) return this.#unnamed(name, schema);
        this.referred.add(name);
        return { kind: 'reference', schema: name };
    }

    #unnamed(name: string, { $id: _id, ...schema }: Fields): TypeModel {
        return this.#guarded(name, () => this.typeOf(schema)) ?? ANY;
    }

    readonly #visiting = new Set<string>();
}

const ANY = scalar('unknown');

/** Of `#/components/schemas/Asset`, and of `Asset` alone as Go and Node have it inside of schemas. */
function nameIn(schema: unknown): string | undefined {
    const { $ref: text } = fieldsOf(schema);
    if (typeof text !== 'string') return undefined;
    return text
        .slice(text.lastIndexOf('/') + 1)
        .replaceAll('~1', '/')
        .replaceAll('~0', '~');
}

function isSeveral(allOf: unknown): boolean {
    return Array.isArray(allOf) && allOf.length > 1;
}

const INT64 = { bigint: 'int64', number: 'number' } as const;

function is64Bits({ format }: Fields): boolean {
    return format === 'int64' || format === 'uint64';
}

/** What contracts of Heddle have in place of a number: the metadata has this pattern for each of them. */
const BIGINT_PATTERN = '^(0|-?[1-9][0-9]*)$';

function ofString({ format, pattern }: Fields): TypeModel {
    if (format === 'date-time') return scalar('date');
    if (format === 'byte') return scalar('bytes');
    return scalar(pattern === BIGINT_PATTERN ? 'bigint' : 'string');
}

function literals(values: readonly unknown[]): TypeModel {
    const isLiteral = (value: unknown): value is Literal =>
        value === null || ['string', 'number', 'boolean'].includes(typeof value);
    return values.length > 0 && values.every(isLiteral) ? { kind: 'literals', values } : ANY;
}
