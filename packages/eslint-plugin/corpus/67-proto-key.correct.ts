// correct twin of 67-proto-key
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string, choice: string): Promise<void> {
        const votes = new Map<string, string>();
        votes.set(choice, id);
        await ctx.stub.putState(id, ctx.serialize([...votes.keys()]));
    }
}
