import { type ClassShape, type Field, typeName } from '../value-types/value-type';
import type { DeclarationMistakes } from './declaration-mistakes';
import type { KeyFields, KeyLayout } from './entity';
import { type KeyField, keyKindOf } from './key-field';
import { compositeLayout } from './key-format';

export const MOST_PARTS = 8;
const UNFIT = /[\u{10ffff}\p{Surrogate}]/u;

/** What the fields of keys and indexes are checked against. */
export interface DeclaredFields {
    readonly shape: ClassShape;
    /** Fields that stand in keys as text. */
    readonly text: readonly string[];
}

/** The fields that make the key of a row. */
export function checkKey(key: KeyFields, fields: DeclaredFields, mistakes: DeclarationMistakes): KeyField[] {
    const names: readonly string[] = typeof key === 'string' ? [key] : listOf(key);
    const isLong = names.length === 0 || names.length > MOST_PARTS;
    const fix = "Write `key: 'id'`, or `key: ['farm', 'number']` with 1 to 8 fields";
    mistakes.addIf(isLong, 'key', `a key of ${names.length} fields`, fix);
    mistakes.addIf(new Set(names).size < names.length, 'key', 'one field twice', 'Name each field once');
    return names.flatMap((name) => {
        const declared = fields.shape.fields.find((known) => known.name === name);
        const mayMiss = declared !== undefined && mayBeAbsent(declared);
        const found = `the field ${name} of the key, which may be absent`;
        mistakes.addIf(mayMiss, 'key', found, 'Make it required: every row has a key');
        return checkField(name, { ...fields, member: 'key', descending: false }, mistakes) ?? [];
    });
}

/** A field of a key or an index; undefined where no key can be made of it. */
export function checkField(
    name: string,
    { shape, text, member, descending }: DeclaredFields & { readonly member: string; readonly descending: boolean },
    mistakes: DeclarationMistakes,
): KeyField | undefined {
    const field = shape.fields.find((known) => known.name === name);
    if (field === undefined) {
        const names = shape.fields.map((known) => known.name).join(', ');
        mistakes.add(member, `no field ${JSON.stringify(name)} of ${shape.name}`, `Its fields are ${names}`);
        return undefined;
    }
    const as = keyKindOf(field.type);
    if (as === undefined) {
        const found = `the field ${name} of type ${typeName(field.type)}, which no key can be made of`;
        mistakes.add(member, found, 'Keys are made of texts, numbers, bigints, booleans, dates, and enums of these');
        return undefined;
    }
    const isText = text.includes(name);
    const kind = isText || as === 'string' ? 'text' : as;
    const cannotDescend = descending && (kind === 'text' || kind === 'boolean');
    mistakes.addIf(cannotDescend, member, `-${name}, a ${kind} that descends`, 'Only numbers, bigints and dates can');
    return { field: name, as, descending, text: isText };
}

/** How the parts of a key are put together. */
export function checkLayout(
    name: string,
    { keys, fields }: { readonly keys: 'simple' | KeyLayout | undefined; readonly fields: readonly KeyField[] },
    mistakes: DeclarationMistakes,
): Required<KeyLayout> {
    if (keys === undefined) return compositeLayout(name);
    if (keys === 'simple') {
        const isOneText = fields.length === 1 && fields.every(({ as, text }) => text || as === 'string');
        const found = "`keys: 'simple'` of what is not one text";
        mistakes.addIf(!isOneText, 'keys', found, 'Use it for a key of one text, as it stands');
        return { prefix: '', separator: '\u0000', suffix: '' };
    }
    const { prefix, separator = '\u0000', suffix = '' } = keys;
    const reserved = 'CouchDB keeps keys that begin with _ for itself';
    mistakes.addIf(prefix.startsWith('_'), 'keys', `the prefix ${JSON.stringify(prefix)}`, reserved);
    const texts = { prefix, separator, suffix };
    const unfit = Object.entries(texts).flatMap(([part, text]) => (UNFIT.test(text) ? [part] : []));
    const kept = 'Take away U+10FFFF, which ends ranges, and halves of surrogate pairs, which the ledger does not keep';
    mistakes.addIf(unfit.length > 0, 'keys', `a text that no key can have, as ${unfit.join(' and ')}`, kept);
    const cannotSplit = separator === '' && fields.length > 1;
    const found = 'no separator between the parts of the key';
    mistakes.addIf(cannotSplit, 'keys', found, 'Keys could not be taken apart: give one');
    return texts;
}

/** Fields that stand in keys as text have to be in one, and must have one text. */
export function checkText(text: readonly string[], fields: readonly KeyField[], mistakes: DeclarationMistakes): void {
    for (const name of text) {
        const field = fields.find((known) => known.field === name);
        const found = `text of ${JSON.stringify(name)}, which is in no key`;
        mistakes.addIf(field === undefined, 'text', found, 'Name fields of the key or of an index');
        const fix = 'Its text depends on the time zone: let it stand as a date';
        mistakes.addIf(field?.as === 'date', 'text', `text of ${name}, a date`, fix);
    }
}

/** Whether a text can be the object type of keys. */
export function isObjectType(text: unknown): text is string {
    return typeof text === 'string' && text !== '' && !text.includes('\u0000') && !UNFIT.test(text);
}

/** The names in a list; none of what is no list, as JavaScript may have it. */
export function listOf(names: unknown): readonly string[] {
    return Array.isArray(names) ? names.map(String) : [];
}

/** A row may be read without it. A field with a default is in every row. */
function mayBeAbsent({ optional, type, validators }: Field): boolean {
    return optional || type.kind === 'nullable' || validators?.decideOnAbsence === true;
}
