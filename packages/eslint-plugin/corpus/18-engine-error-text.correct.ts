// correct twin of 18-engine-error-text
import { Context, Contract, Public, Transaction } from '@heddle/contract';

@Public()
export class C extends Contract {
    @Transaction()
    async m(ctx: Context, json: string): Promise<void> {
        let note = 'ok';
        try {
            JSON.parse(json);
        } catch {
            note = 'not JSON';
        }
        await ctx.stub.putState('note', ctx.serialize({ note }));
    }
}
