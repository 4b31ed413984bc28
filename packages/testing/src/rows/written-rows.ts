import { inspect } from 'node:util';
import type { AnyEntity } from '@heddle/contract';
import { type EntityPlan, statePlanOf } from '@heddle/contract/internal';
import { chaincodeSets, type EndorsedTransaction, type KeyWrite } from '@heddle/local-peer';
import { readableKey } from '@heddle/local-peer/internal';
import { TestNetworkError } from '../errors/test-network-error';

/** A row that a transaction wrote, or removed. */
export interface WrittenRow {
    /** The ledger's key. */
    readonly key: string;
    /** Undefined where it was removed, or cannot be read. */
    readonly row: object | undefined;
    readonly isRemoved: boolean;
}

/** The rows of an entity that a transaction wrote or removed, private ones included. */
export function writtenRows(
    entity: AnyEntity,
    { readWriteSet, privateWrites }: Pick<EndorsedTransaction, 'readWriteSet' | 'privateWrites'>,
): WrittenRow[] {
    const plan = planOf(entity);
    const isPrivate = plan.collection !== undefined;
    const writes = isPrivate ? privateWrites : chaincodeSets(readWriteSet);
    return writes.flatMap((set) => set.writes).flatMap((write) => rowOf(plan, write) ?? []);
}

function rowOf({ keys, rows }: EntityPlan, { key, value, isDelete }: KeyWrite): WrittenRow | undefined {
    if (keys.read(key) === undefined) return undefined;
    return { key, row: isDelete ? undefined : rows.readScanned(value, key), isRemoved: isDelete };
}

/** The ledger's key of a row. */
export function rowKeyOf(entity: AnyEntity, key: unknown): string {
    const { keys } = planOf(entity);
    return keys.keyOf(keys.valuesOf(key));
}

/** `lot(f1, 7)`. */
export function readableRow(entity: AnyEntity, key: string): string {
    const { keys } = planOf(entity);
    // In a test a private key is no secret.
    return keys.secret ? readableKey(key) : keys.describe(key);
}

export function inspectRows(rows: readonly WrittenRow[]): string {
    if (rows.length === 0) return 'it wrote no such row';
    const shown = rows.map(
        ({ key, row, isRemoved }) => `  ${isRemoved ? `${readableKey(key)} removed` : inspect(row)}`,
    );
    return `it wrote\n${shown.join('\n')}`;
}

function planOf(entity: AnyEntity): EntityPlan {
    const plan = statePlanOf(entity);
    if (plan.kind === 'entity') return plan;
    throw new TestNetworkError('ARGUMENT_INVALID', `${plan.name} is a counter, which has no rows`);
}
