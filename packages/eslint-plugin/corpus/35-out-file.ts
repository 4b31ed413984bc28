// a file per machine
// seen by: L:no-outside-world T X
import { Context, Contract, Transaction } from '@heddle/contract';
import { existsSync, readFileSync } from 'node:fs';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const limits = existsSync('limits.json') ? readFileSync('limits.json', 'utf8') : '{}'; // fault
        await ctx.stub.putState(id, ctx.serialize(limits));
    }
}
