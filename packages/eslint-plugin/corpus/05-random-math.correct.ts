// correct twin of 05-random-math
import { createHash } from 'node:crypto';
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const chance = createHash('sha256').update(ctx.stub.getTxID()).digest();
        await ctx.stub.putState(id, ctx.serialize({ win: chance.readUInt8(0) < 128, ticket: chance.readUInt32BE(1) }));
    }
}
