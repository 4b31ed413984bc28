// messages of the engine change with its version
// seen by: L:no-engine-text X
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, json: string): Promise<void> {
        let note = 'ok';
        try {
            JSON.parse(json);
        } catch (error) {
            note = (error as Error).message; // fault
        }
        await ctx.stub.putState('note', ctx.serialize({ note }));
    }
}
