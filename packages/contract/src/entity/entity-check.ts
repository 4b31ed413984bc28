import type { Class } from '../evidence/class';
import type { Compilation } from '../value-types/compilation';
import type { ClassShape } from '../value-types/value-type';
import type { CheckedEntity, CheckedIndex } from './checked-entity';
import { DeclarationMistakes } from './declaration-mistakes';
import {
    type CollectionSpec,
    type CounterSpec,
    type EntityOptions,
    type EntitySpec,
    type IndexFields,
    type IndexOptions,
    isStateSpec,
} from './entity';
import { checkKept } from './kept-check';
import { keysOfCounter, keysOfEntity } from './kept-keys';
import {
    checkField,
    checkKey,
    checkLayout,
    checkText,
    type DeclaredFields,
    isObjectType,
    listOf,
    MOST_PARTS,
} from './key-check';
import type { KeyField } from './key-field';
import { haveForms } from './option-forms';
import { type KeptKeys, ownerOf, type TakenKeys } from './taken-keys';

/** What a declaration without mistakes says. */
export type CheckedDeclaration =
    | { readonly kind: 'entity'; readonly entity: CheckedEntity }
    | { readonly kind: 'counter'; readonly counter: Pick<CheckedEntity, 'keyFields' | 'name' | 'shape'> };

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
const INDEX_OPTIONS: ReadonlySet<string> = new Set([
    'as',
    'building',
    'fields',
    'unique',
] satisfies (keyof IndexOptions)[]);

/** Checks the declaration of one entity or counter, and reports every mistake in it. */
export class EntityCheck {
    readonly #target: Class<object>;
    readonly #compilation: Compilation;
    readonly #taken: TakenKeys;
    readonly #mistakes: DeclarationMistakes;

    constructor(target: Class<object>, compilation: Compilation, taken: TakenKeys) {
        this.#target = target;
        this.#compilation = compilation;
        this.#taken = taken;
        this.#mistakes = new DeclarationMistakes(target, compilation);
    }

    /** Undefined where a mistake was found. */
    run(): CheckedDeclaration | undefined {
        const spec: unknown = Reflect.get(this.#target, 'entity');
        if (!isStateSpec(spec)) {
            const fix = "Add `static readonly entity = entity('name', { key: 'id' })`, or take it out of the list";
            this.#mistakes.add('entity', 'a class that does not say how its rows are kept', fix);
            return undefined;
        }
        const before = this.#compilation.mistakes.length;
        const shape = this.#shape();
        if (shape === undefined || !this.#hasOptions(spec)) return undefined;
        if (spec.kind === 'entity' && !haveForms(spec.options, this.#mistakes)) return undefined;
        const declaration = spec.kind === 'counter' ? this.#counter(spec, shape) : this.#entity(spec, shape);
        return this.#compilation.mistakes.length > before ? undefined : declaration;
    }

    #shape(): ClassShape | undefined {
        const type = this.#compilation.classType(this.#target);
        if (type.kind === 'class') return type.shape;
        const fix = 'Keep each class as an entity of its own, or give the row a field with the object';
        this.#mistakes.add('entity', 'a class whose @Object names its subclasses: rows are of one class', fix);
        return undefined;
    }

    /** TypeScript refuses everything else. */
    #hasOptions({ options }: { readonly options: unknown }): boolean {
        if (typeof options === 'object' && options !== null) return true;
        this.#mistakes.add('entity', 'no options', "Give at least the key: `{ key: 'id' }`");
        return false;
    }

    #counter({ name, options }: CounterSpec, shape: ClassShape): CheckedDeclaration {
        this.#checkName(name);
        const keyFields = checkKey(options.key, { shape, text: [] }, this.#mistakes);
        if (this.#mistakes.count === 0) this.#takeKeys('entity', keysOfCounter(this.#target.name, name, keyFields));
        return { kind: 'counter', counter: { name, shape, keyFields } };
    }

    #entity({ name, options }: EntitySpec, shape: ClassShape): CheckedDeclaration {
        const mistakes = this.#mistakes;
        mistakes.addUnknown('entity', options, OPTIONS);
        this.#checkName(name);
        const isList = options.text === undefined || Array.isArray(options.text);
        mistakes.addIf(!isList, 'text', 'text that is no list', "Write `text: ['size']`");
        const fields = { shape, text: listOf(options.text) };
        const keyFields = checkKey(options.key, fields, mistakes);
        const indexes = this.#indexes(name, options, fields);
        checkText(fields.text, [...keyFields, ...indexes.flatMap((index) => index.fields)], mistakes);
        const layout = checkLayout(name, { keys: options.keys, fields: keyFields }, mistakes);
        const collection = this.#collection(options.collection);
        checkKept(shape, options, mistakes);
        const neighbours = { told: [], elsewhere: [] };
        const entity = { name, shape, keyFields, layout, indexes, collection, options, neighbours };
        const member = options.keys === undefined ? 'entity' : 'keys';
        // Of a wrong declaration it is not known which keys it means.
        if (mistakes.count === 0)
            for (const kept of keysOfEntity(this.#target.name, entity)) this.#takeKeys(member, kept);
        return { kind: 'entity', entity };
    }

    #checkName(name: unknown): void {
        const fix = 'Give it a name of letters and digits: it is the object type of the keys, and codes are made of it';
        if (typeof name !== 'string' || name === '') {
            this.#mistakes.add('entity', 'a name that is empty or no text', fix);
            return;
        }
        const shown = `the name ${JSON.stringify(name)}`;
        if (name.includes('.')) this.#mistakes.add('entity', `${shown}, which has a dot: indexes have one`, fix);
        else if (!isObjectType(name)) this.#mistakes.add('entity', `${shown}, which no key can have`, fix);
        else this.#take(name, 'entity');
    }

    /** Two kinds of rows, or entries, under one object type could not be told apart. */
    #take(objectType: string, member: string): void {
        const other = this.#taken.takeObjectType(objectType, `${this.#target.name}.${member}`);
        if (other === undefined) return;
        const found = `the name ${JSON.stringify(objectType)}, which ${other} has too`;
        this.#mistakes.add(member, found, 'Give one of them another name');
    }

    /** A row or an entry of one would take the place of the other's, or be read as one of its own. */
    #takeKeys(member: string, kept: KeptKeys): void {
        const collision = this.#taken.takeKeys(kept);
        if (collision === undefined) return;
        const { other, key } = collision;
        const what = kept.index === undefined ? 'keys' : `keys of the index ${kept.index}`;
        const areRows = kept.index === undefined && other.index === undefined;
        const found = `${what} that ${areRows ? 'rows' : 'keys'} of ${ownerOf(other)} may have too, such as ${JSON.stringify(key)}`;
        if (areRows)
            this.#mistakes.add(
                member,
                `${found}, and no \`tag\` that tells the rows apart`,
                "A row of one would take the place of the other's: give both a tag, such as `tag: { docType: 'lot' }`",
            );
        else this.#mistakes.add(member, found, 'One would take the place of the other: give the keys another prefix');
    }

    #indexes(entity: string, { indexes = {} }: EntityOptions, fields: DeclaredFields): CheckedIndex[] {
        const declared = Object.entries(indexes);
        const fix = `Every change of a row writes them: keep at most ${MOST_INDEXES}`;
        this.#mistakes.addIf(declared.length > MOST_INDEXES, 'indexes', `${declared.length} indexes`, fix);
        return declared.map(([name, index]) => this.#index({ entity, name, index }, fields));
    }

    #index(
        { entity, name, index }: { readonly entity: string; readonly name: string; readonly index: IndexFields },
        fields: DeclaredFields,
    ): CheckedIndex {
        const member = `indexes.${name}`;
        const options: IndexOptions = isOptions(index) ? index : { fields: index };
        const { unique = false, building = false, as: objectType = `${entity}.${name}` } = options;
        this.#mistakes.addUnknown(member, options, INDEX_OPTIONS);
        const isName = isObjectType(name) && !name.includes('.');
        const found = `an index named ${JSON.stringify(name)}`;
        this.#mistakes.addIf(!isName, 'indexes', found, 'Give it a name of letters and digits');
        if (isObjectType(objectType)) this.#take(objectType, member);
        else this.#mistakes.add(member, 'an object type that no key can have', 'Write the one that is on the ledger');
        const indexFields = this.#indexFields(options, { ...fields, member });
        return { name, fields: indexFields, objectType, isByHand: options.as !== undefined, unique, building };
    }

    #indexFields(options: IndexOptions, fields: DeclaredFields & { readonly member: string }): KeyField[] {
        const written = listOf(options.fields);
        const names = written.map((name) => name.replace(/^-/, ''));
        const isWrong = names.length === 0 || names.length > MOST_PARTS || new Set(names).size < names.length;
        const found = 'an index of no field, more than 8, or one field twice';
        this.#mistakes.addIf(isWrong, fields.member, found, 'Name 1 to 8 fields in their order');
        return names.flatMap((name, at) => {
            const descending = written[at] !== name;
            return checkField(name, { ...fields, descending }, this.#mistakes) ?? [];
        });
    }

    #collection(collection: CollectionSpec | string | undefined): CollectionSpec | undefined {
        if (collection === undefined) return undefined;
        const spec = typeof collection === 'string' ? { name: collection } : collection;
        const found = `a collection named ${JSON.stringify(spec.name)}`;
        // An implicit one has the MSP id in its name, which may be any text.
        const isName = /^(?:_implicit_org_.+|[\w-]+)$/.test(spec.name);
        this.#mistakes.addIf(!isName, 'collection', found, 'Fabric allows letters, digits, - and _');
        return spec;
    }
}

function isOptions(index: IndexFields): index is IndexOptions {
    return !Array.isArray(index);
}
