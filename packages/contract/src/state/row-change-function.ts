import { types } from 'node:util';
import type { EntityPlan } from '../entity/entity-plan';
import { quote } from '../failures/failures';
import type { ClassShape } from '../value-types/value-type';
import { misuse } from './row-errors';

/** How a row is changed, of what an author gives to `update`: a function that does it, or other values of some fields. */
export function changeOf(plan: EntityPlan, change: unknown): (row: object) => void {
    if (typeof change === 'function')
        return (row) => {
            checkResult(plan, row, (change as (row: object) => unknown)(row)); // TypeScript knows its type at the call
        };
    const isPatch = typeof change === 'object' && change !== null && !Array.isArray(change) && !types.isMap(change);
    if (isPatch) return plan.rows.patchOf(change);
    throw misuse(`a ${plan.name} is changed by an object with fields, or by a function, not by ${quote(change)}`);
}

/** What a function answers counts for nothing; where it looks like what was meant, that must not be lost. */
function checkResult({ name, keys, shape }: EntityPlan, row: object, result: unknown): void {
    if (typeof result !== 'object' || result === null || result === row) return;
    if (typeof Reflect.get(result, 'then') === 'function') {
        // Its transaction fails for another reason; what it rejects with is nobody's any more.
        Promise.resolve(result).catch(() => undefined);
        throw misuse(`the change of a ${name} is asynchronous: await what it needs before, and change the row at once`);
    }
    const isRow = keys.fields.every(({ field }) => field in result);
    if (isRow || isPatch(shape, row, result))
        throw misuse(`the change of a ${name} answers another object: change the row that it is given`);
}

/** Fields of the class, other than what an assignment to one of them answers. */
function isPatch({ fields }: ClassShape, row: object, result: object): boolean {
    const names = Object.keys(result);
    if (names.length === 0 || Object.values(row).includes(result)) return false;
    return names.every((name) => fields.some((field) => field.name === name));
}
