import type { ChaincodeStub, KeyModification } from '@heddle/core';
import type { EntityPlan } from '../entity/entity-plan';
import type { RawVersion, RowVersion } from './entity-state';
import { misuse } from './row-errors';

/**
 * The versions of a row that were committed, the newest first.
 * @param raw gives the JSON of each: some may be no rows any more
 */
export async function* historyOf(
    stub: ChaincodeStub,
    plan: EntityPlan,
    { key, raw }: { readonly key: string; readonly raw: boolean },
): AsyncGenerator<RowVersion<object> | RawVersion, void, undefined> {
    if (plan.collection !== undefined) throw misuse(`${plan.name} is private data, of which peers keep no history`);
    for await (const version of stub.getHistoryForKey(key)) {
        const about = { txId: version.txId, at: version.timestamp.toDate() };
        yield raw ? { ...about, json: jsonOf(version) } : { ...about, row: rowOf(plan, key, version) };
    }
}

function jsonOf({ isDelete, value }: KeyModification): string | undefined {
    return isDelete ? undefined : value.toString();
}

function rowOf({ rows }: EntityPlan, key: string, { isDelete, value }: KeyModification): object | undefined {
    return isDelete ? undefined : rows.read(value, key);
}
