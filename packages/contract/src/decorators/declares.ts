import type { AnyCounter, AnyEntity } from '../entity/entity-types';
import type { AnyEvent } from '../events/event';
import { recordOf } from '../evidence/class-record';
import type { AnyFailure } from '../failures/typed-failure';
import { recording } from './recording';

/** What a contract may declare: a class with a static `entity` or `event`, or a kind of failure. */
export type Declarable = AnyEvent | AnyFailure | AnyEntity | AnyCounter;

/**
 * Lists what a contract keeps, emits and fails with. Its metadata tells of it, and `heddle package` and clients read it
 * there; `ctx.state` and `ctx.emit` refuse other classes with UNDECLARED, so that the list is complete. Contracts that
 * extend this one inherit the list. A contract without decorators writes it as a static member:
 * `static declares = [Transferred]`.
 *
 * @example
 * \@Declares(Transferred, NotEnough)
 * class Token extends Contract {
 *     \@Transaction()
 *     transfer(ctx: Context, from: string, to: string, amount: bigint): void {
 *         if (amount <= 0n) throw NotEnough({ has: 0n });
 *         ctx.emit(Transferred, { from, to, amount });
 *     }
 * }
 */
export function Declares(...declared: Declarable[]): ClassDecorator {
    return recording('Declares', (target) => {
        const record = recordOf(target);
        // Decorators are applied from the last line to the first.
        record.declares = [...declared, ...record.declares];
    });
}
