import type { ContractPlan, TransactionPlan } from '../calls/contract-plan';
import type { Class } from '../evidence/class';
import type { ContractInfo } from '../evidence/class-record';
import type { ClassShape, Field, ValueType } from '../value-types/value-type';
import { type Descriptions, DocComments } from './descriptions';
import { extensionOf } from './extension';
import { type ClassReference, fieldSchema, schemaOf } from './json-schema';
import type { Schema } from './schema';

/** What `org.hyperledger.fabric:GetMetadata` answers, by Fabric's contract-metadata schema. */
export type MetadataDocument = Readonly<{
    $schema: string;
    info: Schema;
    contracts: Readonly<Record<string, Schema>>;
    components: { readonly schemas: Readonly<Record<string, Schema>> };
}>;

const SCHEMA = 'https://hyperledger.github.io/fabric-chaincode-node/main/api/contract-schema.json';

/**
 * Describes what is served: the same text for the same contracts, whatever the order in which they were met.
 * @param info about the chaincode as a whole; default: the default contract's own
 * @param descriptions of doc comments, for what has no explicit one
 */
export function metadataDocument(
    plans: readonly ContractPlan[],
    info?: ContractInfo,
    descriptions?: Descriptions,
): MetadataDocument {
    const classes = new ClassSchemas(new DocComments(descriptions));
    const contracts = plans.map((plan): [string, Schema] => [plan.name, contractSchema(plan, classes)]);
    const own = plans.find(({ isDefault }) => isDefault)?.info;
    return {
        $schema: SCHEMA,
        info: completeInfo(info ?? own),
        contracts: Object.fromEntries(contracts),
        components: { schemas: classes.all },
    };
}

/** A description, where there is one. */
function said(description: string | undefined): { readonly description?: string } {
    return description === undefined ? {} : { description };
}

function completeInfo({ title = '', version = '', ...rest }: ContractInfo = {}): Schema {
    return { title, version, ...rest };
}

function contractSchema(plan: ContractPlan, classes: ClassSchemas): Schema {
    const { name, isDefault, info, transactions } = plan;
    const { comments } = classes;
    const owner = plan.contract.constructor as Class<object>; // a contract is made by its class
    const described = Array.from(transactions.values(), (one) => transactionSchema(one, owner, classes));
    return {
        name,
        info: completeInfo({ ...said(comments.ofClass(owner)), ...info }),
        ...(isDefault ? { default: true } : {}),
        transactions: described,
        ...extensionOf(plan, {
            comments,
            refer: (shape) => classes.refer({ kind: 'class', shape }),
            unions: classes.takeUnions,
        }),
    };
}

/** The tags by which tools tell transactions to submit from those to evaluate, of both generations. */
const TAGS = { submit: ['SUBMIT', 'submitTx'], evaluate: ['EVALUATE'] } as const;

function transactionSchema(
    { info, fields, returns }: TransactionPlan,
    owner: Class<object>,
    classes: ClassSchemas,
): Schema {
    const parameters = fields.map((field, index): Schema => {
        const { description = classes.comments.ofParameter(owner, info.name, field.name), ...rest } = fieldSchema(
            field,
            classes.refer,
        );
        const required = info.parameters[index]?.required === true;
        return { name: field.name, ...(description === undefined ? {} : { description }), required, schema: rest };
    });
    return {
        name: info.name,
        tag: TAGS[info.kind],
        parameters,
        ...(returns === undefined ? {} : { returns: schemaOf(returns, classes.refer) }),
    };
}

/** The classes that are referred to. Two of one name are told apart by a number. */
class ClassSchemas {
    readonly comments: DocComments;
    readonly #schemas = new Map<string, Schema>();
    readonly #names = new Map<ClassShape, string>();
    #unions: Schema[] = [];

    constructor(comments: DocComments) {
        this.comments = comments;
    }

    get all(): Readonly<Record<string, Schema>> {
        return Object.fromEntries([...this.#schemas].sort(([left], [right]) => (left < right ? -1 : 1)));
    }

    readonly refer: ClassReference = (type) =>
        type.kind === 'class' ? this.#reference(type.shape) : this.#variants(type);

    /** Which classes the unions tell apart that were met since it was called before, for what Fabric's schema cannot say. */
    readonly takeUnions = (): readonly Schema[] => {
        const taken = this.#unions;
        this.#unions = [];
        return taken;
    };

    #reference(shape: ClassShape): Schema {
        return { $ref: `#/components/schemas/${this.#names.get(shape) ?? this.#describe(shape)}` };
    }

    /** Fabric's schema language has no oneOf: the property is all that can be said, and the classes are described. */
    #variants({ variants }: ValueType & { kind: 'variants' }): Schema {
        const { property, shapes } = variants;
        const classes = Array.from(shapes, ([name, shape]) => [name, this.#reference(shape)] as const);
        this.#noteUnion({ property, variants: Object.fromEntries(classes) });
        const properties = { [property]: { type: 'string', enum: Array.from(shapes.keys()) } };
        return { type: 'object', discriminator: property, properties, required: [property] };
    }

    #noteUnion(union: Schema): void {
        const text = JSON.stringify(union);
        if (!this.#unions.some((known) => JSON.stringify(known) === text)) this.#unions.push(union);
    }

    #describe(shape: ClassShape): string {
        const name = this.#freeName(shape.name);
        this.#names.set(shape, name);
        // Known before its properties are: they may lead back to it.
        this.#schemas.set(name, {});
        const properties = shape.fields.map((field): [string, Schema] => [field.name, this.#property(shape, field)]);
        const required = shape.fields.filter((field) => field.required).map((field) => field.name);
        this.#schemas.set(name, {
            $id: name,
            ...said(shape.description ?? this.comments.ofClass(shape.target)),
            type: 'object',
            properties: Object.fromEntries(properties),
            ...(required.length > 0 ? { required } : {}),
            additionalProperties: false,
        });
        return name;
    }

    #property({ target }: ClassShape, field: Field): Schema {
        return { ...said(this.comments.ofMember(target, field.name).description), ...fieldSchema(field, this.refer) };
    }

    #freeName(name: string): string {
        for (let number = 1; ; number += 1) {
            const candidate = number === 1 ? name : `${name}${number}`;
            if (!this.#schemas.has(candidate)) return candidate;
        }
    }
}
