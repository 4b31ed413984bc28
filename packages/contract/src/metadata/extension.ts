import type { ContractPlan } from '../calls/contract-plan';
import type { DeclaredFailure } from '../context/declared';
import type { CollectionSpec } from '../entity/entity';
import type { CounterPlan, EntityPlan, StatePlan } from '../entity/entity-plan';
import type { EntityIndex } from '../entity/index-entries';
import type { KeyField } from '../entity/key-field';
import type { KeyFormat } from '../entity/key-format';
import type { Class } from '../evidence/class';
import type { ClassShape } from '../value-types/value-type';
import type { DocComments } from './descriptions';
import type { Schema } from './schema';

/** Makes the schema that refers to a class. */
export type ShapeReference = (shape: ClassShape) => Schema;

/** What describing a contract takes from the rest of the document. */
export interface ExtensionParts {
    readonly comments: DocComments;
    readonly refer: ShapeReference;
    /** The unions that were met since it was called last. */
    readonly unions: () => readonly Schema[];
}

/** Of its layout: a reader that does not know a later one says so. */
const VERSION = 1;

/**
 * What a contract declares, as the member `x-heddle` of its metadata: Fabric's schema allows further members in a contract,
 * and nowhere else. With it an explorer can read each key on the ledger, a client gets the types of events and failures, and
 * `heddle diff` finds what a change would break. It also has what doc comments say of transactions and failures. Nothing
 * where there is nothing of all that.
 */
export function extensionOf(contract: ContractPlan, { comments, refer, unions }: ExtensionParts): Schema {
    const { entities, events, failures } = contract.declared;
    const plans = Array.from(entities.values());
    const sections = {
        transactions: sorted(transactionsOf(contract, comments)),
        entities: sorted(plans.map((plan) => [plan.name, entitySchema(plan, refer)])),
        collections: sorted(plans.flatMap(collectionOf)),
        events: sorted(
            Array.from(events.values(), ({ name, alone, shape }) => [
                name,
                { schema: refer(shape), ...only({ alone }) },
            ]),
        ),
        errors: sorted([
            ...plans.flatMap(errorsOf),
            ...Array.from(failures.values(), (failure) => failureSchema(failure, refer, comments)),
        ]),
        // Last: those before it meet some.
        unions: unions(),
    };
    const told = Object.entries(sections).filter(([, members]) => Object.keys(members).length > 0);
    return told.length === 0 ? {} : { 'x-heddle': { v: VERSION, ...Object.fromEntries(told) } };
}

/** What is said of transactions: Fabric's schema has no place for it in themselves. */
function transactionsOf({ contract, transactions }: ContractPlan, comments: DocComments): Member[] {
    const owner = contract.constructor as Class<object>; // a contract is made by its class
    return Array.from(transactions.keys()).flatMap((name): Member[] => {
        const { description, returns } = comments.ofMember(owner, name);
        const told = only({ description, returns });
        return Object.keys(told).length === 0 ? [] : [[name, told]];
    });
}

type Member = readonly [name: string, schema: Schema];

/** The same text for the same declarations, in whatever order they are listed. */
function sorted(members: readonly Member[]): Schema {
    return Object.fromEntries([...members].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Those members that are there and say something. */
function only(members: Schema): Schema {
    return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== false));
}

function entitySchema(plan: StatePlan, refer: ShapeReference): Schema {
    const { kind, shape, keys } = plan;
    const described = { schema: refer(shape), kind, key: keys.fields.map(fieldOf), format: formatOf(keys) };
    return plan.kind === 'counter' ? described : { ...described, ...rowsOf(plan) };
}

function formatOf({ prefix, separator, suffix }: KeyFormat): Schema {
    return { prefix, separator, suffix };
}

function fieldOf({ field, as, descending, text }: KeyField): Schema {
    return { field, as, ...only({ descending, text }) };
}

function rowsOf({ version, indexes, collection, tag, couch, keyPolicies }: EntityPlan): Schema {
    const described = Array.from(indexes.values(), (index): Member => [index.name, indexOf(index)]);
    return {
        version,
        ...(described.length === 0 ? {} : { indexes: sorted(described) }),
        ...only({ collection: collection?.name, tag: unlessEmpty(tag), couch: unlessEmpty(couch), keyPolicies }),
    };
}

function unlessEmpty(members: Schema): Schema | undefined {
    return Object.keys(members).length === 0 ? undefined : members;
}

function indexOf({ objectType, fields, unique, building }: EntityIndex): Schema {
    return { objectType, fields: fields.map(fieldOf), ...only({ unique, building }) };
}

function collectionOf(plan: StatePlan): Member[] {
    const spec = plan.kind === 'entity' ? plan.collection : undefined;
    if (spec === undefined) return [];
    const { name, ...options }: CollectionSpec = spec;
    return [[name, only({ ...options })]];
}

/** What the entity's methods fail with. */
function errorsOf(plan: EntityPlan | CounterPlan): Member[] {
    if (plan.kind === 'counter') return [];
    return [errorOf(`${plan.code}_NOT_FOUND`, 404), errorOf(`${plan.code}_EXISTS`, 409)];
}

function failureSchema(
    { code, status, details }: DeclaredFailure,
    refer: ShapeReference,
    comments: DocComments,
): Member {
    const told = { details: details && refer(details), description: comments.ofError(code) };
    return [code, { status, ...only(told) }];
}

function errorOf(code: string, status: number): Member {
    return [code, { status }];
}
