import {
    ChaincodeError,
    Context,
    Contract,
    ContractChaincode,
    ContractError,
    Declares,
    Evaluate,
    Transaction,
} from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { toError } from '@heddle/core/internal';
import { type RowStep, runRowStep } from './row-operations';
import type { StepResult } from './script';
import { Balance, Lot, Poll, Terms, Ticket, Votes } from './typed-rows';

/** Runs what a transaction's argument says, step by step, on typed state. A failing step does not stop the next. */
@Declares(Lot, Balance, Terms, Votes, Poll, Ticket)
class State extends Contract {
    @Transaction() async script(ctx: Context, steps: string): Promise<string> {
        const results: StepResult[] = [];
        for (const step of JSON.parse(steps) as RowStep[]) results.push(await resultOf(ctx, step));
        return JSON.stringify(results);
    }

    /** The same, evaluated only. */
    @Evaluate() look(ctx: Context, steps: string): Promise<string> {
        return this.script(ctx, steps);
    }

    /** All of them at once. */
    @Transaction() async together(ctx: Context, steps: string): Promise<string> {
        return JSON.stringify(await Promise.all((JSON.parse(steps) as RowStep[]).map((step) => resultOf(ctx, step))));
    }
}

async function resultOf(ctx: Context, step: RowStep): Promise<StepResult> {
    try {
        const value = await runRowStep(ctx, step);
        return { value: value === undefined ? null : (JSON.parse(ctx.serialize(value).toString()) as unknown) };
    } catch (thrown) {
        const code = ContractError.is(thrown) || ChaincodeError.is(thrown) ? thrown.code : 'OTHER';
        return { error: { code, message: toError(thrown).message } };
    }
}

/** How its functions are called. */
export const STATE_CONTRACT = 'State';

export const stateChaincode = new ContractChaincode({
    contracts: [State],
    logger: createLogger('error', () => undefined),
});
