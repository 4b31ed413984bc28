import type { ClassShape } from '../value-types/value-type';
import type { DeclarationMistakes } from './declaration-mistakes';
import type { EntityOptions } from './entity';
import { listOf } from './key-check';
import { keyKindOf } from './key-field';

/** Checks what a declaration says of the rows themselves: their members, their versions, and CouchDB's indexes of them. */
export function checkKept(shape: ClassShape, options: EntityOptions, mistakes: DeclarationMistakes): void {
    checkMembers(shape, mistakes);
    checkTag(shape, options, mistakes);
    checkVersions(options, mistakes);
    checkCouch(shape, options, mistakes);
}

function checkMembers({ fields, target }: ClassShape, mistakes: DeclarationMistakes): void {
    const found = 'a name that CouchDB or the entity keeps for itself';
    for (const { name } of fields) mistakes.addIf(isReserved(name), name, found, 'Rename the field');
    const hasJson = typeof Reflect.get(target.prototype as object, 'toJSON') === 'function';
    mistakes.addIf(hasJson, 'toJSON', 'a method toJSON', 'Rows are written as their fields say: take it away');
}

/** CouchDB keeps `_…` and peers `~version`; `@…` is for what entities write themselves. */
function isReserved(name: string): boolean {
    return name.startsWith('_') || name.startsWith('@') || name === '~version';
}

function checkTag({ fields }: ClassShape, { tag = {} }: EntityOptions, mistakes: DeclarationMistakes): void {
    for (const [name, value] of Object.entries(tag)) {
        const isTaken = isReserved(name) || fields.some((field) => field.name === name);
        const fix = 'Take a name that is neither a field nor reserved';
        mistakes.addIf(isTaken, 'tag', `the member ${JSON.stringify(name)}`, fix);
        const isConstant = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
        const constant = 'Give it a text, an integer, true or false';
        mistakes.addIf(!isConstant, 'tag', `${name}, which is not a constant`, constant);
    }
}

function checkVersions({ version = 1, upgrade = {} }: EntityOptions, mistakes: DeclarationMistakes): void {
    if (!Number.isSafeInteger(version) || version < 1) {
        mistakes.add('version', `the version ${String(version)}`, 'Versions are 1, 2, 3 and so on');
        return;
    }
    const needed = Array.from({ length: version - 1 }, (_none, index) => String(index + 1));
    const missing = needed.filter((from) => typeof Reflect.get(upgrade, from) !== 'function');
    const needs = `Version ${version} needs one for each before it`;
    mistakes.addIf(missing.length > 0, 'upgrade', `no function for ${missing.join(', ')}`, needs);
    const surplus = Object.keys(upgrade).filter((from) => !needed.includes(from));
    const fix = `The version is ${version}: raise it, or take them away`;
    mistakes.addIf(surplus.length > 0, 'upgrade', `a function for ${surplus.join(', ')}`, fix);
}

function checkCouch(shape: ClassShape, { couch = {}, tag = {} }: EntityOptions, mistakes: DeclarationMistakes): void {
    const indexes = Object.entries(couch);
    const isUntagged = indexes.length > 0 && Object.keys(tag).length === 0;
    const fix = "Add one, such as `tag: { docType: 'lot' }`: they begin with it";
    mistakes.addIf(isUntagged, 'couch', 'indexes of CouchDB without a tag', fix);
    for (const [index, fields] of indexes) {
        const names = listOf(fields);
        const isWrong = !/^[\w-]+$/.test(index) || names.length === 0;
        const found = `an index ${JSON.stringify(index)} of ${names.length} fields`;
        mistakes.addIf(isWrong, 'couch', found, 'Give it a name and fields');
        for (const name of names) checkCouchField(shape, { name, member: `couch.${index}` }, mistakes);
    }
}

/** A field, or a path that begins with one. */
function checkCouchField(
    { fields }: ClassShape,
    { name, member }: { readonly name: string; readonly member: string },
    mistakes: DeclarationMistakes,
): void {
    const field = fields.find((known) => known.name === name.split('.')[0]);
    const names = fields.map((known) => known.name).join(', ');
    mistakes.addIf(field === undefined, member, `no field ${JSON.stringify(name)}`, `The fields are ${names}`);
    const isBigint = field !== undefined && keyKindOf(field.type) === 'bigint';
    mistakes.addIf(isBigint, member, `${name}, a bigint`, 'Its order as a text in JSON is not that of its values');
}
