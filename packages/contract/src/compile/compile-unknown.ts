import type { TransactionPlan } from '../calls/contract-plan';
import { type Contract, overrides } from '../context/contract';
import type { Middleware } from '../context/middleware';
import { writeResult } from '../results/result-writer';

/**
 * As for any transaction, or what stands before the transactions of a contract could be passed by with a made-up name.
 * @param marked its plan where it is marked as a transaction of its own, which says what it may do
 */
export function compileUnknown(
    contract: Contract,
    middleware: readonly Middleware[],
    marked: TransactionPlan | undefined,
): TransactionPlan | undefined {
    if (!overrides(contract, 'unknownTransaction')) return undefined;
    const kind = marked?.info.kind ?? 'submit';
    return Object.freeze({
        // Not the name that the client made up: middleware may count calls by it.
        info: { contract: contract.getName(), name: 'unknownTransaction', kind, parameters: [] },
        call: async (ctx) => await contract.unknownTransaction(ctx),
        middleware,
        inWorker: false,
        defersWrites: marked?.defersWrites ?? false,
        arguments: { read: () => [] },
        result: writeResult,
        fields: [],
        returns: undefined,
        readResult: undefined,
    } satisfies TransactionPlan);
}
