// a number that restarts with the process
// seen by: L:no-state-in-memory D
import { Context, Contract, Transaction } from '@heddle/contract';

let next = 0;

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, v: string): Promise<number> {
        next += 1; // fault
        await ctx.stub.putState(`o${next}`, ctx.serialize(v));
        return next;
    }
}
