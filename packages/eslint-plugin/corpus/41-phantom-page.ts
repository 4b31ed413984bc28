// a page is for reading: the peer refuses writes after it
// seen by: L:no-unchecked-query-before-write R
import { Context, Contract, Transaction } from '@heddle/contract';

export class C extends Contract {
    @Transaction()
    async m(ctx: Context, id: string): Promise<void> {
        const page = await ctx.stub.getStateByRangeWithPagination('', '', 10, ''); // fault
        await ctx.stub.putState(id, Buffer.from(String(page.metadata.fetchedRecordsCount)));
    }
}
