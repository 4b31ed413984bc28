import type { EntityPlan } from '../entity/entity-plan';
import type { EntityIndex } from '../entity/index-entries';
import { ContractError } from '../failures/contract-error';
import { brokenIndex, misuse } from './row-errors';
import type { FoundRow, RowSource } from './row-scan';
import type { LedgerKeyRange, TransactionView } from './view';
import { whenKnown } from './when-known';

export type Where = Readonly<Record<string, unknown>>;

/**
 * Chooses rows by their keys.
 * @throws ContractError STATE_MISUSE, INVALID_KEY
 */
export function rowsByKey(view: TransactionView, plan: EntityPlan, where?: Where): RowSource<object> {
    const { keys, rows, tag } = plan;
    const hasTag = Object.keys(tag).length > 0;
    return {
        operation: `find of ${plan.name}`,
        view,
        range: rangeIn(plan, keys.range(where)),
        lead: ({ key, value }) => (keys.read(key) === undefined ? undefined : { found: key, key, value }),
        isVisible: (row) => !hasTag || isOfTag(plan, row),
        read: (found) => found,
        decode: ({ key, value }) => value && rows.readScanned(value, key),
    };
}

/** A row that cannot be read is an error where it is read, and not where it is counted. */
function isOfTag({ rows }: EntityPlan, { key, value }: FoundRow): boolean {
    try {
        return value !== undefined && rows.readScanned(value, key) !== undefined;
    } catch (error) {
        return ContractError.is(error);
    }
}

/**
 * Chooses rows by an index.
 * @throws ContractError STATE_MISUSE, INVALID_KEY, INDEX_BUILDING
 */
export function rowsByIndex(view: TransactionView, plan: EntityPlan, name: string, where?: Where): RowSource<object> {
    const index = indexOf(plan, name);
    const collection = plan.collection?.name ?? '';
    return {
        operation: `findBy of ${plan.name}`,
        view,
        range: rangeIn(plan, index.range(where)),
        lead: ({ key: found, value }) => {
            const key = index.rowKeyOf(found, value);
            return key === undefined ? undefined : { found, key, value: undefined };
        },
        isVisible: () => true,
        read: (rows, moment) =>
            whenKnown(
                rows.map(({ key }) => view.readFound(key, collection, moment)),
                (values) => rows.map(({ found, key }, at) => ({ found, key, value: values[at] })),
            ),
        decode: (row) => rowOfEntry(plan, index, row),
    };
}

function rowOfEntry(plan: EntityPlan, index: EntityIndex, { found, key, value }: FoundRow): object {
    const row = value === undefined || value.length === 0 ? undefined : plan.rows.read(value, key);
    const own = row && index.entryOf(row as Record<string, unknown>); // only reads fields
    if (row === undefined || own?.key !== found) throw brokenIndex(plan, index.name, found, key);
    return row;
}

function indexOf({ name, indexes }: EntityPlan, index: string): EntityIndex {
    const found = indexes.get(index);
    if (found === undefined) {
        const names = Array.from(indexes.keys()).join(', ') || 'none';
        throw misuse(`${name} has no index ${JSON.stringify(index)}; it has ${names}`);
    }
    if (!found.building) return found;
    const message = `the index ${index} of ${name} is being built: call \`upgrade\` until \`next\` is gone, and deploy it without \`building\``;
    throw new ContractError('INDEX_BUILDING', message, { status: 500 });
}

function rangeIn({ collection }: EntityPlan, range: { startKey: string; endKey: string }): LedgerKeyRange {
    return { startKey: range.startKey, endKey: range.endKey, collection: collection?.name ?? '' };
}
