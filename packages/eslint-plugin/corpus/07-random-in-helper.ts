// the same, two calls deep, in a function that looks harmless
// seen by: L:no-nondeterministic-source(deep) T D
import { Context, Contract, Transaction } from '@heddle/contract';

function token(length: number): string {
    return Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join('');
}
function newId(prefix: string): string {
    return prefix + token(8);
}

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, v: string): Promise<void> {
        await ctx.stub.putState(newId('o'), ctx.serialize(v)); // fault
    }
}
