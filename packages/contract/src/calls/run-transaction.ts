import type { ChaincodeResponse, ChaincodeStub } from '@heddle/core';
import type { Context } from '../context/context';
import { refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
import type { ContractPlan, TransactionPlan } from './contract-plan';

/** Runs one planned transaction: hooks, middleware, arguments, method, result. Throws what any of them throws. */
export async function runTransaction(
    plan: ContractPlan,
    transaction: TransactionPlan,
    ctx: Context,
): Promise<ChaincodeResponse> {
    const result = await throughMiddleware(plan, transaction, ctx, 0);
    return { status: 200, payload: transaction.result(result) };
}

function throughMiddleware(
    plan: ContractPlan,
    transaction: TransactionPlan,
    ctx: Context,
    index: number,
): Promise<unknown> {
    const middleware = transaction.middleware[index];
    if (middleware === undefined) return callMethod(plan, transaction, ctx);
    let called = false;
    const next = (): Promise<unknown> => {
        if (called) throw new Error(`middleware ${middleware.name} of ${transaction.info.name} called next() twice`);
        called = true;
        return throughMiddleware(plan, transaction, ctx, index + 1);
    };
    return middleware(ctx, next, transaction.info);
}

async function callMethod(plan: ContractPlan, transaction: TransactionPlan, ctx: Context): Promise<unknown> {
    const { contract, hooks } = plan;
    const { name } = transaction.info;
    // Before the arguments are read: a client that may not call should not learn what is wrong with them.
    if (hooks.beforeTransaction) await contract.beforeTransaction(ctx);
    const values = readArguments(transaction, ctx.stub);
    const result = hooks.aroundTransaction
        ? await contract.aroundTransaction(ctx, name, values)
        : await transaction.call(ctx, values);
    if (hooks.afterTransaction) await contract.afterTransaction(ctx, result);
    return result;
}

function readArguments(transaction: TransactionPlan, stub: ChaincodeStub): unknown[] {
    const failures = new Failures();
    const values = transaction.arguments.read(stub.getBufferArgs().slice(1), failures);
    if (failures.count > 0) throw refusal('VALIDATION_FAILED', failures, 400);
    return values;
}
