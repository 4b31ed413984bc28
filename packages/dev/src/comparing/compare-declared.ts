import { type Fields, fieldsOf } from '../metadata/fields';
import { added, breaking, type Difference, fine } from './change';
import { compareNamed } from './compare-named';
import type { Versions } from './compare-transactions';
import type { DescribedContract } from './contract-document';
import { schemaChanges } from './schema-policy';

/** Lists what has changed for those who listen to a contract's events. */
export function compareEvents(
    contract: string,
    { old, young, ...schemas }: Versions<Pick<DescribedContract, 'events'>>,
): Difference[] {
    return compareNamed(old.events, young.events, {
        place: (name) => `${contract} event ${name}`,
        gone: 'emit it as long as clients listen to it',
        compare: (where, before, after) => compareEvent(where, { old: before, young: after, ...schemas }),
    });
}

function compareEvent(where: string, { old, young, ...schemas }: Versions<Fields>): Difference[] {
    const [wasAlone, isAlone] = [old['alone'] === true, young['alone'] === true];
    return [
        ...(wasAlone && !isAlone
            ? [breaking(where, 'was always told alone, and may come in an envelope', 'declare it with { alone: true }')]
            : []),
        ...(isAlone && !wasAlone ? [fine(where, 'is always told alone')] : []),
        ...schemaChanges(
            'answer',
            where,
            { schema: fieldsOf(old['schema']), schemas: schemas.oldSchemas },
            { schema: fieldsOf(young['schema']), schemas: schemas.youngSchemas },
        ),
    ];
}

/** Lists what has changed for those who act on a contract's failures. */
export function compareErrors(contract: string, { old, young, ...schemas }: Versions<DescribedContract>): Difference[] {
    return compareNamed(old.errors, young.errors, {
        place: (code) => `${contract} error ${code}`,
        gone: 'fail with it as long as clients act on it',
        compare: (where, before, after) => {
            const what = `had the status ${String(before['status'])} and has ${String(after['status'])}`;
            return [
                ...(before['status'] === after['status']
                    ? []
                    : [breaking(where, what, 'keep the status, or give the failure another code')]),
                ...compareDetails(where, { old: before['details'], young: after['details'], ...schemas }),
            ];
        },
    });
}

/** What clients read besides the code. */
function compareDetails(failure: string, { old, young, ...schemas }: Versions<unknown>): Difference[] {
    const where = `${failure} details`;
    if (old === undefined) return young === undefined ? [] : [added(where, 'are declared now')];
    if (young === undefined) return [breaking(where, 'are gone', 'keep them as long as clients read them')];
    return schemaChanges(
        'answer',
        where,
        { schema: fieldsOf(old), schemas: schemas.oldSchemas },
        { schema: fieldsOf(young), schemas: schemas.youngSchemas },
    );
}
