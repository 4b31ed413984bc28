import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

/** A member has one ballot in a poll, as long as it always makes the same choice: the choice is in the key. */
export class Poll extends Contract {
    @Transaction()
    async vote(ctx: Context, poll: string, choice: string): Promise<void> {
        const ballot = this.ballotKey(ctx, poll, choice);
        if (await ctx.stub.exists(ballot)) throw new ContractError('VOTED', 'once only', { status: 409 });
        await ctx.stub.putState(ballot, ctx.serialize({ poll, choice, by: ctx.clientIdentity.getID() }));
    }

    protected ballotKey(ctx: Context, poll: string, choice: string): string {
        return `${poll}/${ctx.clientIdentity.getMSPID()}${choice}`;
    }
}

/** The key has the poll and the member. */
export class CorrectPoll extends Poll {
    protected override ballotKey(ctx: Context, poll: string): string {
        return ctx.stub.createCompositeKey('ballot', [poll, ctx.clientIdentity.getID()]);
    }
}
