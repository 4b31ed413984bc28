import type { Middleware } from '../context/middleware';
import { methodRecordOf, recordOf } from '../evidence/class-record';

/**
 * Runs middleware around a transaction, or around each one of a contract. A contract's own runs first, then its
 * method's; of several, the one that is written first is the outermost.
 *
 * @example
 * const timed: Middleware = async (ctx, next, { name }) => {
 *     const begin = performance.now();
 *     const result = await next();
 *     ctx.logger.info({ name, ms: performance.now() - begin }, 'took');
 *     return result;
 * };
 *
 * \@Use(timed)
 * class Timed extends Contract {
 *     \@Evaluate()
 *     ping(_ctx: Context): string {
 *         return 'pong';
 *     }
 * }
 */
export function Use(...middleware: Middleware[]): ClassDecorator & MethodDecorator {
    return (target: object, name?: string | symbol): void => {
        const record = name === undefined ? recordOf(target) : methodRecordOf(target, name);
        // Decorators are applied from the last line to the first.
        record.middleware = [...middleware, ...record.middleware];
    };
}
