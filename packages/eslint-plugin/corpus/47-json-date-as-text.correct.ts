// correct twin of 47-json-date-as-text
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string, due: Date): Promise<boolean> {
        const bytes = await ctx.stub.getState(id);
        const before = bytes.length === 0 ? undefined : ctx.deserialize(Date, bytes);
        const later = before !== undefined && before < due;
        await ctx.stub.putState(id, ctx.serialize(due));
        return later;
    }
}
