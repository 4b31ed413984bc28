// a name per machine
// seen by: L:no-environment T P X
import { Context, Contract, Transaction } from '@heddle/contract';
import { hostname } from 'node:os';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ by: hostname() })); // fault
    }
}
