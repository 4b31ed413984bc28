// a budget of time decides how much is done
// seen by: L:no-nondeterministic-source T
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, n: number): Promise<number> {
        const begin = performance.now(); // fault
        let done = 0;
        while (done < n && performance.now() - begin < 50) done += 1;
        await ctx.stub.putState('done', ctx.serialize({ done }));
        return done;
    }
}
