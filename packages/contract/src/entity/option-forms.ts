import type { DeclarationMistakes } from './declaration-mistakes';
import type { EntityOptions } from './entity';

/** An option of the wrong form, such as `tag, which is null`, and what to write. */
interface WrongForm {
    readonly member: string;
    readonly value: unknown;
    readonly fix: string;
}

const OBJECTS = [
    ['indexes', "Write `indexes: { byHolder: ['holder'] }`"],
    ['tag', "Write `tag: { docType: 'lot' }`"],
    ['upgrade', 'Write `upgrade: { 1: (old) => … }`'],
    ['couch', "Write `couch: { byHolder: ['holder'] }`"],
] as const;

/**
 * Whether all options have a form that can be looked into; reports those that do not. TypeScript refuses them, besides a
 * collection that is undefined because two modules import each other: private rows would be public without a word.
 */
export function haveForms(options: EntityOptions, mistakes: DeclarationMistakes): boolean {
    const wrong = [
        ...wrongObjects(options),
        ...wrongIndexes(options),
        ...wrongKeys(options),
        ...wrongCollection(options),
    ];
    for (const { member, value, fix } of wrong) mistakes.add(member, `${member}, which is ${shown(value)}`, fix);
    return wrong.length === 0;
}

function wrongObjects(options: EntityOptions): WrongForm[] {
    return OBJECTS.flatMap(([member, fix]) => {
        const value: unknown = options[member];
        return value === undefined || isObject(value) ? [] : { member, value, fix };
    });
}

function wrongIndexes({ indexes }: EntityOptions): WrongForm[] {
    if (!isObject(indexes)) return [];
    const fix = "Write the index's fields, or `{ fields: [...], unique: true }`";
    return Object.entries(indexes).flatMap(([name, value]: [string, unknown]) =>
        Array.isArray(value) || isObject(value) ? [] : { member: `indexes.${name}`, value, fix },
    );
}

function wrongKeys({ keys }: EntityOptions): WrongForm[] {
    if (keys === undefined || keys === 'simple') return [];
    const fix = "Write `keys: 'simple'`, or `keys: { prefix: 'lot' }` with a separator and a suffix that are texts";
    const { prefix, separator = '', suffix = '' }: Record<string, unknown> = isObject(keys) ? { ...keys } : {};
    const areTexts = [prefix, separator, suffix].every((part) => typeof part === 'string');
    return areTexts ? [] : [{ member: 'keys', value: keys, fix }];
}

function wrongCollection(options: EntityOptions): WrongForm[] {
    if (!('collection' in options)) return [];
    const value: unknown = options.collection;
    const name: unknown = isObject(value) ? Reflect.get(value, 'name') : value;
    const fix = 'Give a name, or what `collection` has made; undefined comes of modules that import each other';
    return typeof name === 'string' ? [] : [{ member: 'collection', value, fix }];
}

function isObject(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
    return value === undefined ? 'undefined' : JSON.stringify(value);
}
