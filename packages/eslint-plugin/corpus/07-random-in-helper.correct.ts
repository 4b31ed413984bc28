// correct twin of 07-random-in-helper
import { Context, Contract, Public, Transaction } from '@heddle/contract';

function token(txId: string, length: number): string {
    return txId.slice(0, length);
}

function newId(prefix: string, txId: string): string {
    return prefix + token(txId, 8);
}

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, v: string): Promise<void> {
        await ctx.stub.putState(newId('o', ctx.stub.getTxID()), ctx.serialize(v));
    }
}
