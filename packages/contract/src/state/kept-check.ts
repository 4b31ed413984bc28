import type { ClassShape } from '../value-types/value-type';
import type { EntityOptions } from './entity';
import { keyKindOf } from './key-field';

/** Takes a mistake in a declaration. */
interface Reporter {
    report(found: string, fix: string, member?: string): void;
}

/** Checks what a declaration says of the rows themselves: their members, their versions, and CouchDB's indexes of them. */
export function checkKept(shape: ClassShape, options: EntityOptions, reporter: Reporter): void {
    checkMembers(shape, reporter);
    checkTag(shape, options, reporter);
    checkVersions(options, reporter);
    checkCouch(shape, options, reporter);
}

function checkMembers({ fields, target }: ClassShape, reporter: Reporter): void {
    for (const { name } of fields)
        if (isReserved(name))
            reporter.report('a name that CouchDB or the entity keeps for itself', 'Rename the field', name);
    if (typeof Reflect.get(target.prototype as object, 'toJSON') === 'function')
        reporter.report('a method toJSON', 'Rows are written as their fields say: take it away', 'toJSON');
}

/** CouchDB keeps `_…` and peers `~version`; `@…` is for what entities write themselves. */
function isReserved(name: string): boolean {
    return name.startsWith('_') || name.startsWith('@') || name === '~version';
}

function checkTag({ fields }: ClassShape, { tag = {} }: EntityOptions, reporter: Reporter): void {
    for (const [name, value] of Object.entries(tag)) {
        if (isReserved(name) || fields.some((field) => field.name === name))
            reporter.report(
                `the member ${JSON.stringify(name)}`,
                'Take a name that is neither a field nor reserved',
                'tag',
            );
        const isConstant = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
        if (!isConstant)
            reporter.report(`${name}, which is not a constant`, 'Give it a text, an integer, true or false', 'tag');
    }
}

function checkVersions({ version = 1, upgrade = {} }: EntityOptions, reporter: Reporter): void {
    if (!Number.isSafeInteger(version) || version < 1) {
        reporter.report(`the version ${String(version)}`, 'Versions are 1, 2, 3 and so on', 'version');
        return;
    }
    const found = Object.keys(upgrade);
    const needed = Array.from({ length: version - 1 }, (_none, index) => String(index + 1));
    const missing = needed.filter((from) => typeof Reflect.get(upgrade, from) !== 'function');
    const surplus = found.filter((from) => !needed.includes(from));
    if (missing.length > 0)
        reporter.report(
            `no function for ${missing.join(', ')}`,
            `Version ${version} needs one for each before it`,
            'upgrade',
        );
    if (surplus.length > 0)
        reporter.report(
            `a function for ${surplus.join(', ')}`,
            `The version is ${version}: raise it, or take them away`,
            'upgrade',
        );
}

function checkCouch({ fields }: ClassShape, { couch = {}, tag = {} }: EntityOptions, reporter: Reporter): void {
    const indexes = Object.entries(couch);
    if (indexes.length > 0 && Object.keys(tag).length === 0)
        reporter.report(
            'indexes of CouchDB without a tag',
            "Add one, such as `tag: { docType: 'lot' }`: they begin with it",
            'couch',
        );
    for (const [index, names] of indexes) {
        if (!/^[\w-]+$/.test(index) || names.length === 0)
            reporter.report(
                `an index ${JSON.stringify(index)} of ${names.length} fields`,
                'Give it a name and fields',
                'couch',
            );
        for (const name of names) {
            const field = fields.find((known) => known.name === name.split('.')[0]);
            if (field === undefined)
                reporter.report(
                    `no field ${JSON.stringify(name)}`,
                    `The fields are ${fields.map((known) => known.name).join(', ')}`,
                    `couch.${index}`,
                );
            else if (keyKindOf(field.type) === 'bigint')
                reporter.report(
                    `${name}, a bigint`,
                    'Its order as a text in JSON is not that of its values',
                    `couch.${index}`,
                );
        }
    }
}
