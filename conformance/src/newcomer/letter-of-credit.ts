import {
    CalledChaincodeError,
    Check,
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    event,
    failure,
    IsIn,
    IsString,
    Length,
    Optional,
    Property,
    RequireAttribute,
    Returns,
    Transaction,
} from '@heddle/contract';

const STATES = ['applied', 'issued', 'presented', 'honoured'] as const;
type State = (typeof STATES)[number];

/** A promise of the bank to pay a seller who shows the documents of a shipment. */
export class Credit {
    static readonly entity = entity('credit', { key: 'id', indexes: { bySeller: ['seller', 'state'] } });
    @IsString() id!: string;
    @IsString() buyer!: string;
    @IsString() seller!: string;
    /** In cents. */
    @Property() amount!: bigint;
    @IsIn(STATES) state!: State;
    /** SHA-256 of the documents, once the seller has shown them. */
    @Optional() @IsString() @Length(64, 64) documents?: string;
}

/** A credit has come one step further. */
export class CreditMoved {
    static readonly event = event('CreditMoved');
    @IsString() id!: string;
    @IsIn(STATES) state!: State;
}

/** Another step comes first. */
export const WrongState = failure('WRONG_STATE', {
    status: 409,
    message: ({ state }: { state: State }) => `the credit is ${state}`,
});
/** It is another company's to do. */
export const NotYours = failure('NOT_YOURS', { status: 403, message: 'the credit is of other companies' });
/** The bank promises nothing that the buyer cannot pay. */
export const NotCovered = failure('NOT_COVERED', { status: 409, message: 'the account of the buyer has less' });

/** Letters of credit of one bank, whose money is in the chaincode `payments`. */
@Declares(Credit, CreditMoved, WrongState, NotYours, NotCovered)
export class LetterOfCredit extends Contract {
    /** Asks the bank to promise a payment of the caller's company. */
    @Transaction()
    async apply(ctx: Context, id: string, seller: string, amount: bigint): Promise<void> {
        await ctx.state(Credit).create({ id, buyer: companyOf(ctx), seller, amount, state: 'applied' });
    }

    /** Promises the payment, and sets the money aside. */
    @Transaction()
    @RequireAttribute('role', 'clerk')
    async issue(ctx: Context, id: string): Promise<void> {
        const { buyer, amount } = await this.#step(ctx, id, 'applied', { state: 'issued' });
        await pay(ctx, buyer, held(id), amount);
    }

    /**
     * Shows the documents to the bank.
     * @param documents SHA-256 of them, as hexadecimal digits
     */
    @Transaction()
    async present(ctx: Context, id: string, @Check(Length(64, 64)) documents: string): Promise<void> {
        const { seller } = await ctx.state(Credit).getOrThrow(id);
        if (seller !== companyOf(ctx)) throw NotYours();
        await this.#step(ctx, id, 'issued', { state: 'presented', documents });
    }

    /** Finds the documents in order, and pays the seller. */
    @Transaction()
    @RequireAttribute('role', 'clerk')
    async honour(ctx: Context, id: string): Promise<void> {
        const { seller, amount } = await this.#step(ctx, id, 'presented', { state: 'honoured' });
        await pay(ctx, held(id), seller, amount);
    }

    @Evaluate()
    @Returns(Credit)
    read(ctx: Context, id: string): Promise<Credit> {
        return ctx.state(Credit).getOrThrow(id);
    }

    async #step(ctx: Context, id: string, from: State, change: Partial<Credit> & { state: State }): Promise<Credit> {
        const credit = await ctx.state(Credit).update(id, (row) => {
            if (row.state !== from) throw WrongState({ state: row.state });
            Object.assign(row, change);
        });
        ctx.emit(CreditMoved, { id, state: change.state });
        return credit;
    }
}

/** What the certificate says; the bank's clerks have no company. */
function companyOf(ctx: Context): string {
    return ctx.clientIdentity.getAttributeValue('company') ?? '';
}

/** The account in which the money of a credit waits. */
function held(id: string): string {
    return `held for ${id}`;
}

async function pay(ctx: Context, from: string, to: string, amount: bigint): Promise<void> {
    try {
        await ctx.callChaincode('payments', 'move', [from, to, amount]);
    } catch (error) {
        if (CalledChaincodeError.is(error) && error.calledCode === 'ACCOUNT_EMPTY') throw NotCovered();
        throw error;
    }
}
