import { type Fields, fieldsOf } from '../metadata/fields';
import { added, breaking, type Difference, fine, step } from './change';
import type { Versions } from './compare-transactions';
import type { DescribedContract } from './contract-document';
import { schemaChanges } from './schema-policy';

/** Lists what has changed for the rows that are on the ledger already. */
export function compareEntities(
    contract: string,
    { old, young, ...schemas }: Versions<Pick<DescribedContract, 'entities'>>,
): Difference[] {
    const others = [...young.entities.keys()].filter((name) => !old.entities.has(name));
    return [
        ...Array.from(old.entities).flatMap(([name, before]) => {
            const where = `${contract} entity ${name}`;
            const after = young.entities.get(name);
            if (after !== undefined) return compareEntity(where, { old: before, young: after, ...schemas });
            return [
                breaking(where, 'is gone: its rows stay on the ledger, and nothing reads them', 'keep it in @Declares'),
            ];
        }),
        ...others.map((name) => added(`${contract} entity ${name}`)),
    ];
}

/** What decides which keys rows have, and where they are. None of it can be changed below rows that are there. */
const FIXED: Readonly<Record<string, string>> = {
    kind: 'kind',
    key: 'key',
    format: 'form of its keys',
    collection: 'collection',
    tag: 'tag',
};

function compareEntity(where: string, versions: Versions<Fields>): Difference[] {
    const { old, young } = versions;
    const isFirstTag = old['tag'] === undefined && young['tag'] !== undefined;
    const moved = Object.entries(FIXED).filter(
        ([name]) => !isSame(old[name], young[name]) && !(name === 'tag' && isFirstTag),
    );
    return [
        ...(isFirstTag
            ? [fine(where, `has the tag ${shown(young['tag'])}, and had none: rows without one are its own`)]
            : []),
        ...moved.map(([name, what]) =>
            breaking(
                where,
                `had the ${what} ${shown(old[name])} and has ${shown(young[name])}: its rows are not found any more`,
                'declare another entity, and write the rows of this one to it',
            ),
        ),
        ...compareVersions(where, versions),
        ...compareIndexes(where, versions),
    ];
}

function compareVersions(where: string, { old, young, ...schemas }: Versions<Fields>): Difference[] {
    const [before, after] = [versionOf(old), versionOf(young)];
    if (after < before) {
        const what = `had the version ${before} and has ${after}: rows of version ${before} are refused`;
        return [breaking(where, what, `keep the version ${before}`)];
    }
    if (after > before) {
        const what = `had the version ${before} and has ${after}: its \`upgrade\` reads older rows, and older code refuses newer ones`;
        const isRead = Object.values(fieldsOf(young['indexes'])).some((index) => fieldsOf(index)['building'] !== true);
        return [fine(where, what, isRead ? REBUILD : undefined)];
    }
    return schemaChanges(
        'row',
        where,
        { schema: fieldsOf(old['schema']), schemas: schemas.oldSchemas },
        { schema: fieldsOf(young['schema']), schemas: schemas.youngSchemas },
    );
}

const UNTIL_BUILT = 'call `upgrade` until it answers without `next`, and then deploy it without `building`';

/** What an upgrade does to a field is not in the metadata. */
const REBUILD =
    'where `upgrade` changes a field of an index, let the index be `building: true` until `upgrade` answers without `next`';

function versionOf({ version }: Fields): number {
    return typeof version === 'number' ? version : 1;
}

function compareIndexes(entity: string, versions: Versions<Fields>): Difference[] {
    const [old, young] = [fieldsOf(versions.old['indexes']), fieldsOf(versions.young['indexes'])];
    const isUpgraded = versionOf(versions.young) > versionOf(versions.old);
    const others = Object.keys(young).filter((name) => !Object.hasOwn(old, name));
    return [
        ...Object.keys(old).flatMap((name) => {
            const where = `${entity} index ${name}`;
            const after = young[name];
            if (after !== undefined)
                return compareIndex(where, { old: fieldsOf(old[name]), young: fieldsOf(after) }, isUpgraded);
            const remedy = 'before it is declared again, its entries have to be made anew by `upgrade`';
            return [fine(where, 'is gone: its entries stay on the ledger as they are', remedy)];
        }),
        ...others.map((name) => addedIndex(`${entity} index ${name}`, fieldsOf(young[name]))),
    ];
}

function compareIndex(
    where: string,
    versions: Readonly<Record<'old' | 'young', Fields>>,
    isUpgraded: boolean,
): Difference[] {
    const { building: wasBuilding, ...old } = versions.old;
    const { building, ...young } = versions.young;
    if (!isSame(old, young)) {
        const what = `was ${shown(old)} and is ${shown(young)}: it finds no row that was written before`;
        return [breaking(where, what, 'give the new index another name, and begin with `building: true`')];
    }
    if (wasBuilding === building) return [];
    const isAgain = 'is being built again: `findBy` with it fails';
    if (building === true && isUpgraded) return [step(where, isAgain, UNTIL_BUILT)];
    if (building === true) return [breaking(where, isAgain, 'take `building` away')];
    return [fine(where, 'is read from now on', 'deploy this when `upgrade` has no `next` any more')];
}

function addedIndex(where: string, { building }: Fields): Difference {
    if (building === true)
        return fine(where, 'is new, and not read yet', 'call `upgrade` until it answers without `next`');
    return step(
        where,
        'is new, and finds no row that was written before',
        `deploy it with \`building: true\`, ${UNTIL_BUILT}`,
    );
}

/** Whatever the order of their members. */
function isSame(left: unknown, right: unknown): boolean {
    return shown(left) === shown(right);
}

function shown(value: unknown): string {
    return value === undefined ? 'none' : JSON.stringify(value, sorted);
}

function sorted(_name: string, value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}
