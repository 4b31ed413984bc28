import type { TransactionInfo } from '../evidence/transaction-info';
import type { Context } from './context';

/**
 * Runs around a transaction: before its arguments are read, and after its result is there. What it returns is the
 * result; what it throws is the transaction's error. It must call `next` at most once.
 *
 * @example
 * const timed: Middleware = async (ctx, next, { name }) => {
 *     ctx.logger.debug({ name }, 'begins');
 *     return await next();
 * };
 */
export type Middleware = (ctx: Context, next: () => Promise<unknown>, transaction: TransactionInfo) => Promise<unknown>;
