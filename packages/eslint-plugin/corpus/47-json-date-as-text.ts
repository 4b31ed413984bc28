// after JSON.parse a date is text, and text compares as text
// seen by: L:no-raw-json F
import { Context, Contract, Transaction } from '@heddle/contract';

interface Term {
    due: Date;
}

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string, due: Date): Promise<boolean> {
        const bytes = await ctx.stub.getState(id);
        const before = bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as Term); // fault
        const later = before !== undefined && before.due < due;
        await ctx.stub.putState(id, ctx.serialize({ due }));
        return later;
    }
}
