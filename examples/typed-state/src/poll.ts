import {
    Context,
    Contract,
    counter,
    Declares,
    entity,
    Evaluate,
    event,
    failure,
    IsString,
    Transaction,
} from '@heddle/contract';

/** A sum that many transactions change at once: each vote is a key of its own, and none conflicts with another. */
export class Votes {
    static readonly entity = counter('votes', { key: ['poll', 'choice'] });
    @IsString() poll!: string;
    @IsString() choice!: string;
}

/** Who has voted: a second vote would have the same key. */
export class Voter {
    static readonly entity = entity('voter', { key: ['poll', 'voter'] });
    @IsString() poll!: string;
    @IsString() voter!: string;
}

export class Voted {
    static readonly event = event('Voted');
    @IsString() poll!: string;
    @IsString() choice!: string;
}

export const VotedAlready = failure('VOTED_ALREADY', { status: 409, message: 'a voter has one vote' });

@Declares(Votes, Voter, Voted, VotedAlready)
export class Poll extends Contract {
    @Transaction()
    async vote(ctx: Context, poll: string, choice: string): Promise<void> {
        const voter = ctx.clientIdentity.getID();
        if (await ctx.state(Voter).exists({ poll, voter })) throw VotedAlready();
        await ctx.state(Voter).create({ poll, voter });
        await ctx.state(Votes).add({ poll, choice }, 1n);
        ctx.emit(Voted, { poll, choice });
    }

    @Evaluate()
    count(ctx: Context, poll: string, choice: string): Promise<bigint> {
        return ctx.state(Votes).value({ poll, choice });
    }

    /** Puts votes of a while ago together, so that counting stays fast; call it as often as it answers true. */
    @Transaction()
    async compact(ctx: Context, poll: string, choice: string): Promise<boolean> {
        return (await ctx.state(Votes).compact({ poll, choice })).more;
    }
}
