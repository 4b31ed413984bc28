import type { Class } from '../evidence/class';
import type { Compilation } from '../value-types/compilation';
import { type ClassShape, type Field, typeName } from '../value-types/value-type';
import {
    type CollectionSpec,
    type CounterSpec,
    type EntityOptions,
    type EntitySpec,
    type IndexFields,
    isStateSpec,
    type KeyFields,
    type KeyLayout,
} from './entity';
import { checkKept } from './kept-check';
import { type KeyField, keyKindOf } from './key-field';
import { compositeLayout } from './key-format';

/** What is known of an entity when its declaration has no mistake. */
export interface CheckedEntity {
    readonly name: string;
    readonly shape: ClassShape;
    readonly keyFields: readonly KeyField[];
    readonly layout: Required<KeyLayout>;
    readonly indexes: readonly CheckedIndex[];
    readonly collection: CollectionSpec | undefined;
    readonly options: EntityOptions;
}

export interface CheckedIndex {
    readonly name: string;
    readonly fields: readonly KeyField[];
    readonly objectType: string;
    readonly unique: boolean;
    readonly building: boolean;
}

/** What a declaration without mistakes says. */
export type CheckedDeclaration =
    | { readonly kind: 'entity'; readonly entity: CheckedEntity }
    | { readonly kind: 'counter'; readonly counter: Pick<CheckedEntity, 'keyFields' | 'name' | 'shape'> };

const MOST_PARTS = 8;
const MOST_INDEXES = 16;
const OPTIONS: ReadonlySet<string> = new Set([
    'collection',
    'couch',
    'indexes',
    'key',
    'keyPolicies',
    'keys',
    'tag',
    'text',
    'upgrade',
    'version',
] satisfies (keyof EntityOptions)[]);
const INDEX_OPTIONS: ReadonlySet<string> = new Set(['as', 'building', 'fields', 'unique']);

/** Checks the declaration of one entity or counter, and reports every mistake in it. */
export class EntityCheck {
    readonly #target: Class<object>;
    readonly #compilation: Compilation;
    /** Which class has the keys of an object type. */
    readonly #objectTypes: Map<string, string>;
    #mistakes = 0;

    constructor(target: Class<object>, compilation: Compilation, objectTypes: Map<string, string>) {
        this.#target = target;
        this.#compilation = compilation;
        this.#objectTypes = objectTypes;
    }

    /** Undefined where a mistake was found. */
    run(): CheckedDeclaration | undefined {
        const spec: unknown = Reflect.get(this.#target, 'entity');
        if (!isStateSpec(spec)) {
            const fix = "Add `static readonly entity = entity('name', { key: 'id' })`, or take it out of the list";
            this.report('a class that does not say how its rows are kept', fix);
            return undefined;
        }
        const shape = this.#shape();
        if (shape === undefined || !this.#hasOptions(spec)) return undefined;
        const known = this.#compilation.mistakes.length;
        const declaration = spec.kind === 'counter' ? this.#counter(spec, shape) : this.#entity(spec, shape);
        // Mistakes of the class itself say enough of fields that are not known for them.
        return this.#mistakes > 0 || this.#compilation.mistakes.length > known ? undefined : declaration;
    }

    /** @param member what of the declaration is wrong; default: all of it */
    report(found: string, fix: string, member = 'entity'): void {
        this.#mistakes += 1;
        this.#compilation.report({ code: 'ENTITY_INVALID', where: `${this.#target.name}.${member}`, found, fix });
    }

    /** TypeScript refuses everything else. */
    #hasOptions({ options }: { readonly options: unknown }): boolean {
        const isObject = typeof options === 'object' && options !== null;
        const text: unknown = isObject ? Reflect.get(options, 'text') : undefined;
        if (!isObject) this.report('no options', "Give at least the key: `{ key: 'id' }`");
        if (text !== undefined && !isList(text)) this.report('text that is no list', "Write `text: ['size']`", 'text');
        return this.#mistakes === 0;
    }

    #shape(): ClassShape | undefined {
        const type = this.#compilation.classType(this.#target);
        if (type.kind === 'class') return type.shape;
        const fix = 'Keep each class as an entity of its own, or give the row a field with the object';
        this.report('a class whose @Object names its subclasses: rows are of one class', fix);
        return undefined;
    }

    #counter(spec: CounterSpec, shape: ClassShape): CheckedDeclaration {
        this.#checkName(spec.name);
        const keyFields = this.#keyFields(spec.options.key, shape, []);
        return { kind: 'counter', counter: { name: spec.name, shape, keyFields } };
    }

    #entity({ name, options }: EntitySpec, shape: ClassShape): CheckedDeclaration {
        for (const option of Object.keys(options))
            if (!OPTIONS.has(option))
                this.report(`an unknown option ${JSON.stringify(option)}`, `The options are ${listed(OPTIONS)}`);
        this.#checkName(name);
        const text = options.text ?? [];
        const keyFields = this.#keyFields(options.key, shape, text);
        const indexes = this.#indexes(name, options, shape);
        this.#checkText(text, [...keyFields, ...indexes.flatMap(({ fields }) => fields)]);
        const layout = this.#layout(name, options.keys, keyFields);
        const collection = this.#collection(options.collection);
        checkKept(shape, options, this);
        return { kind: 'entity', entity: { name, shape, keyFields, layout, indexes, collection, options } };
    }

    #checkName(name: unknown): void {
        const fix = 'Give it a name of letters and digits: it is the object type of the keys, and codes are made of it';
        if (typeof name !== 'string' || name === '') this.report('a name that is empty or no text', fix);
        else if (name.includes('.'))
            this.report(`the name ${JSON.stringify(name)}, which has a dot: indexes have one`, fix);
        else if (!isPartOfKey(name)) this.report(`the name ${JSON.stringify(name)}, which no key can have`, fix);
        else this.#take(name, 'entity');
    }

    /** Two kinds of rows, or entries, under one object type could not be told apart. */
    #take(objectType: string, member: string): void {
        const other = this.#objectTypes.get(objectType);
        this.#objectTypes.set(objectType, `${this.#target.name}.${member}`);
        if (other === undefined) return;
        this.report(
            `the name ${JSON.stringify(objectType)}, which ${other} has too`,
            'Give one of them another name',
            member,
        );
    }

    #keyFields(key: KeyFields, shape: ClassShape, text: readonly string[]): KeyField[] {
        const names: readonly string[] = typeof key === 'string' ? [key] : Array.isArray(key) ? key : [];
        const fix = "Write `key: 'id'`, or `key: ['farm', 'number']` with 1 to 8 fields";
        if (names.length === 0 || names.length > MOST_PARTS) this.report(`a key of ${names.length} fields`, fix);
        if (new Set(names).size < names.length) this.report('one field twice', 'Name each field once', 'key');
        return names.flatMap((name) => {
            const field = this.#keyField(name, { member: 'key', shape, text });
            const declared = shape.fields.find((known) => known.name === name);
            if (declared !== undefined && mayBeAbsent(declared))
                this.report(
                    `the field ${name} of the key, which may be absent`,
                    'Make it required: every row has a key',
                    'key',
                );
            return field ?? [];
        });
    }

    /** A field of a key or an index, such as `-harvested`. */
    #keyField(
        written: unknown,
        {
            member,
            shape,
            text,
        }: { readonly member: string; readonly shape: ClassShape; readonly text: readonly string[] },
    ): KeyField | undefined {
        const descending = member !== 'key' && typeof written === 'string' && written.startsWith('-');
        const name = descending ? String(written).slice(1) : written;
        const field = shape.fields.find((known) => known.name === name);
        if (field === undefined) {
            const names = shape.fields.map((known) => known.name).join(', ');
            this.report(`no field ${JSON.stringify(name)} of ${shape.name}`, `Its fields are ${names}`, member);
            return undefined;
        }
        const as = keyKindOf(field.type);
        if (as === undefined) {
            const fix = 'Keys are made of texts, numbers, bigints, booleans, dates, and enums of these';
            this.report(
                `the field ${field.name} of type ${typeName(field.type)}, which no key can be made of`,
                fix,
                member,
            );
            return undefined;
        }
        const isText = text.includes(field.name);
        if (descending && (isText || as === 'string' || as === 'boolean'))
            this.report(
                `-${field.name}, a ${isText || as === 'string' ? 'text' : as} that descends`,
                'Only numbers, bigints and dates can',
                member,
            );
        return { field: field.name, as, descending, text: isText };
    }

    #indexes(entity: string, { indexes = {}, text = [] }: EntityOptions, shape: ClassShape): CheckedIndex[] {
        const declared = Object.entries(indexes);
        if (declared.length > MOST_INDEXES)
            this.report(
                `${declared.length} indexes`,
                `Every change of a row writes them: keep at most ${MOST_INDEXES}`,
            );
        return declared.map(([name, index]) => this.#index(`${entity}.${name}`, { name, index, shape, text }));
    }

    #index(
        label: string,
        { name, index, shape, text }: { name: string; index: IndexFields; shape: ClassShape; text: readonly string[] },
    ): CheckedIndex {
        const member = `indexes.${name}`;
        const options = isList(index) ? { fields: index } : index;
        for (const option of Object.keys(options))
            if (!INDEX_OPTIONS.has(option))
                this.report(
                    `an unknown option ${JSON.stringify(option)}`,
                    `The options are ${listed(INDEX_OPTIONS)}`,
                    member,
                );
        if (name === '' || name.includes('.') || !isPartOfKey(name))
            this.report(`an index named ${JSON.stringify(name)}`, 'Give it a name of letters and digits', 'indexes');
        const { fields, unique = false, building = false, as: objectType = label } = options;
        const names: readonly string[] = isList(fields) ? fields : [];
        if (names.length === 0 || names.length > MOST_PARTS || new Set(names.map(bareName)).size < names.length)
            this.report(
                'an index of no field, more than 8, or one field twice',
                'Name 1 to 8 fields in their order',
                member,
            );
        if (objectType === '' || !isPartOfKey(objectType))
            this.report(`the object type ${JSON.stringify(objectType)}`, 'Write the one that is on the ledger', member);
        else this.#take(objectType, member);
        const found = names.flatMap((field) => this.#keyField(field, { member, shape, text }) ?? []);
        return { name, fields: found, objectType, unique, building };
    }

    #checkText(text: readonly string[], fields: readonly KeyField[]): void {
        for (const name of text) {
            const field = fields.find((known) => known.field === name);
            if (field === undefined)
                this.report(
                    `text of ${JSON.stringify(name)}, which is in no key`,
                    'Name fields of the key or of an index',
                    'text',
                );
            else if (field.as === 'date')
                this.report(
                    `text of ${name}, a date`,
                    'Its text depends on the time zone: let it stand as a date',
                    'text',
                );
        }
    }

    #layout(name: string, keys: 'simple' | KeyLayout | undefined, fields: readonly KeyField[]): Required<KeyLayout> {
        if (keys === undefined) return compositeLayout(name);
        const { prefix = '', separator = '\u0000', suffix = '' } = keys === 'simple' ? { prefix: '' } : keys;
        if (keys === 'simple' && !(fields.length === 1 && (fields[0]?.as === 'string' || fields[0]?.text === true)))
            this.report(
                "`keys: 'simple'` of what is not one text",
                'Use it for a key of one text, as it stands',
                'keys',
            );
        if (prefix.startsWith('_'))
            this.report(
                `the prefix ${JSON.stringify(prefix)}`,
                'CouchDB keeps keys that begin with _ for itself',
                'keys',
            );
        if (separator === '' && fields.length > 1)
            this.report('no separator between the parts of the key', 'Keys could not be taken apart: give one', 'keys');
        return { prefix, separator, suffix };
    }

    #collection(collection: CollectionSpec | string | undefined): CollectionSpec | undefined {
        if (collection === undefined) return undefined;
        const spec = typeof collection === 'string' ? { name: collection } : collection;
        if (!/^[\w-]+$/.test(spec.name))
            this.report(
                `a collection named ${JSON.stringify(spec.name)}`,
                'Fabric allows letters, digits, - and _',
                'collection',
            );
        return spec;
    }
}

/** Where rows have a value on reading without one being there. A default is one that every new row has. */
function mayBeAbsent({ optional, type, validators }: Field): boolean {
    return optional || type.kind === 'nullable' || validators?.decideOnAbsence === true;
}

function isList(value: unknown): value is readonly string[] {
    return Array.isArray(value);
}

function bareName(written: string): string {
    return written.startsWith('-') ? written.slice(1) : written;
}

function isPartOfKey(text: string): boolean {
    // eslint-disable-next-line no-control-regex -- U+0000 separates the parts of keys
    return !/[\u0000\u{10ffff}\p{Surrogate}]/u.test(text);
}

function listed(names: Iterable<string>): string {
    return Array.from(names).join(', ');
}
