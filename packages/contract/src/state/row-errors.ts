import type { EntityPlan } from '../entity/entity-plan';
import type { IndexEntry } from '../entity/index-entries';
import { ContractError } from '../failures/contract-error';

/** `no lot has the key (f1, 7)`; keys of private rows may be secrets. */
export function notFound({ name, code, keys }: EntityPlan, key: string): ContractError {
    const message = keys.secret ? `there is no such ${name}` : `there is no ${keys.describe(key)}`;
    return new ContractError(`${code}_NOT_FOUND`, message, { status: 404 });
}

/** @param other whose row it is, where it is one of another entity */
export function exists({ name, code, keys }: EntityPlan, key: string, other: string | undefined): ContractError {
    const shown = keys.secret ? `such a ${name}` : keys.describe(key);
    if (other !== undefined)
        return new ContractError(`${code}_EXISTS`, `the key of ${shown} is taken by ${other}`, { status: 409 });
    const message = keys.secret ? `there is ${shown} already` : `${shown} exists already`;
    return new ContractError(`${code}_EXISTS`, message, { status: 409 });
}

/** Another row has the values that a unique index allows once. */
export function taken({ name, code, keys }: EntityPlan, { index }: IndexEntry): ContractError {
    const fields = index.fields.map(({ field }) => field).join(', ');
    const message = `another ${name} has the same ${fields}`;
    const details = keys.secret
        ? { index: index.name }
        : { index: index.name, fields: index.fields.map(({ field }) => field) };
    return new ContractError(`${code}_EXISTS`, message, { status: 409, details });
}

/** A row, or an entry of it, under a key that the transaction has purged. */
export function writtenOverPurge({ name }: EntityPlan): ContractError {
    return misuse(
        `a ${name} is written under a key that this transaction purges, of the row or of an index: of the two the write would count, and nothing would be purged: write it in a later transaction`,
    );
}

/** Two rows that are there have the values that a unique index allows once: an upgrade or a new index made them equal. */
export function collide(plan: EntityPlan, entry: IndexEntry, [row, owner]: readonly [string, string]): ContractError {
    const { code, status, details } = taken(plan, entry);
    const fields = entry.index.fields.map(({ field }) => field).join(', ');
    const rows = `${plan.keys.describe(row)} has the same ${fields} as ${plan.keys.describe(owner)}`;
    return new ContractError(code, `${rows}: change or delete one of them, and upgrade again`, { status, details });
}

export function misuse(message: string): ContractError {
    return new ContractError('STATE_MISUSE', message, { status: 500 });
}

/** An entry that does not lead to a row which has it. */
export function brokenIndex(plan: EntityPlan, index: string, entry: string, row: string): ContractError {
    const { name, keys } = plan;
    const which = keys.secret
        ? ''
        : `: the entry ${JSON.stringify(entry)} leads to ${keys.describe(row)}, which does not have it`;
    // What leads to no row may be another's there, and stays unless the author says otherwise.
    const how =
        plan.indexes.get(index)?.isByHand === true ? ", with `orphans: 'delete'` if nobody else uses the index" : '';
    const remedy = `other code has written these keys, or code that does not know the index: run \`upgrade\` until \`next\` is gone${how}`;
    return new ContractError(
        'INDEX_BROKEN',
        `the index ${index} of ${name} disagrees with its rows${which}; ${remedy}`,
        {
            status: 500,
        },
    );
}

/** @throws ContractError STATE_MISUSE where a row that nobody has read cannot be written without losing something */
export function refuseBlind({ name, indexes, hasOwnKeys }: EntityPlan): void {
    if (indexes.size > 0)
        throw misuse(
            `a blind put of ${name}, which has indexes: the entries of the row that is there are known of that row alone: put it without \`blind\``,
        );
    if (!hasOwnKeys)
        throw misuse(
            `a blind put of ${name}, whose \`keys\` are no composite keys: other rows may stand under them: put it without \`blind\``,
        );
}

/** @throws ContractError STATE_MISUSE where the rows of two entities would meet in a further collection */
export function refuseFurther({ name, neighbours }: EntityPlan): void {
    const [other] = neighbours.elsewhere;
    if (other === undefined) return;
    const keys = `${other.owner} may have the same keys, such as ${JSON.stringify(other.key)}`;
    throw misuse(
        `in of ${name}: ${keys}, and only their collections keep the two apart: give the rows of both a tag, such as \`tag: { docType: '${name}' }\``,
    );
}
