// an id per endorser
// seen by: L:no-nondeterministic-source T D
import { Context, Contract, Transaction } from '@heddle/contract';
import { randomUUID } from 'node:crypto';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, v: string): Promise<void> {
        await ctx.stub.putState(randomUUID(), ctx.serialize(v)); // fault
    }
}
