import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

interface Loan {
    readonly due: number;
    readonly principal: number;
    readonly repaid: number;
    readonly fees: number;
    readonly at: string;
}

const FEE = 10;
const MONTH_MS = 30 * 24 * 3600 * 1000;

/** Takes no more than is due, but lowers what is due by what was offered. */
export class Loans extends Contract {
    @Transaction()
    async lend(ctx: Context, id: string, principal: number): Promise<void> {
        if (!Number.isInteger(principal) || principal < 1 || principal > 1000)
            throw new ContractError('AMOUNT', '1 to 1000');
        if (await ctx.stub.exists(id)) throw new ContractError('EXISTS', id, { status: 409 });
        const loan = { due: principal, principal, repaid: 0, fees: 0, at: ctx.stub.getDateTimestamp() };
        await ctx.stub.putState(id, ctx.serialize(loan));
    }

    @Transaction()
    async repay(ctx: Context, id: string, amount: number): Promise<number> {
        if (!Number.isInteger(amount) || amount < 1) throw new ContractError('AMOUNT', 'a whole number from 1 on');
        const bytes = await ctx.stub.getState(id);
        if (bytes.length === 0) throw new ContractError('UNKNOWN', id, { status: 404 });
        const loan = JSON.parse(bytes.toString()) as Loan;
        const isLate = ctx.stub.getDateTimestamp().getTime() - Date.parse(loan.at) > MONTH_MS;
        const fees = isLate && loan.fees === 0 ? FEE : 0;
        const due = loan.due + fees;
        const taken = Math.min(amount, due);
        const left = { due: due - this.lowersBy(amount, taken), repaid: loan.repaid + taken, fees: loan.fees + fees };
        await ctx.stub.putState(id, ctx.serialize({ ...loan, ...left }));
        return taken;
    }

    protected lowersBy(amount: number, _taken: number): number {
        return amount;
    }
}

/** What is due falls by what was taken. */
export class CorrectLoans extends Loans {
    protected override lowersBy(_amount: number, taken: number): number {
        return taken;
    }
}
