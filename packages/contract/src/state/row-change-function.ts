import type { EntityPlan } from './entity-plan';
import { misuse } from './row-errors';

/** How a row is changed, of what an author gives to `update`: a function that does it, or other values of some fields. */
export function changeOf(plan: EntityPlan, change: unknown): (row: object) => void {
    if (typeof change === 'function')
        return (row) => {
            checkResult(plan, row, (change as (row: object) => unknown)(row)); // TypeScript knows its type at the call
        };
    if (typeof change === 'object' && change !== null) return plan.rows.patchOf(change);
    throw misuse(`a ${plan.name} is changed by an object with fields, or by a function, not by ${String(change)}`);
}

/** What a function answers counts for nothing; where it looks like what was meant, that must not be lost. */
function checkResult({ name, keys }: EntityPlan, row: object, result: unknown): void {
    if (typeof result !== 'object' || result === null || result === row) return;
    if (typeof Reflect.get(result, 'then') === 'function') {
        // Its transaction fails for another reason; what it rejects with is nobody's any more.
        Promise.resolve(result).catch(() => undefined);
        throw misuse(`the change of a ${name} is asynchronous: await what it needs before, and change the row at once`);
    }
    const isRow = keys.fields.every(({ field }) => field in result);
    if (isRow) throw misuse(`the change of a ${name} answers another object: change the row that it is given`);
}
