import {
    type Context,
    Contract,
    Declares,
    entity,
    Evaluate,
    failure,
    IsString,
    Property,
    RequireAttribute,
    Returns,
    Transaction,
} from '@heddle/contract';

/** An account of a company. */
export class Account {
    static readonly entity = entity('account', { key: 'company' });
    @IsString() company!: string;
    /** In cents. */
    @Property() balance: bigint = 0n;
}

/** The account has less than that. */
export const AccountEmpty = failure('ACCOUNT_EMPTY', { status: 409, message: 'the account has less than that' });

/** Money of companies, which the bank moves: itself, or by another chaincode that its clerk has called. */
@Declares(Account, AccountEmpty)
export class Payments extends Contract {
    @Transaction()
    @RequireAttribute('role', 'clerk')
    async deposit(ctx: Context, company: string, amount: bigint): Promise<void> {
        await ctx.state(Account).upsert(company, (account) => {
            account.balance += amount;
        });
    }

    @Transaction()
    @RequireAttribute('role', 'clerk')
    async move(ctx: Context, from: string, to: string, amount: bigint): Promise<void> {
        const accounts = ctx.state(Account);
        const balance = (await accounts.get(from))?.balance ?? 0n;
        if (balance < amount) throw AccountEmpty();
        await accounts.put({ company: from, balance: balance - amount });
        await this.deposit(ctx, to, amount);
    }

    @Evaluate()
    @Returns(BigInt)
    async balance(ctx: Context, company: string): Promise<bigint> {
        return (await ctx.state(Account).get(company))?.balance ?? 0n;
    }
}
