import type { Middleware } from '../context/middleware';
import type { Class } from '../evidence/class';
import { methodRecordOf, type MiddlewareDecorator, recordOf } from '../evidence/class-record';
import { recording } from './recording';

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
    refuseBare('Use', middleware);
    return usedAs('Use', middleware);
}

/** Makes a decorator that is `Use` under another name. */
export function usedAs(
    decorator: MiddlewareDecorator,
    middleware: readonly Middleware[],
): ClassDecorator & MethodDecorator {
    return recording(decorator, (target, name) => {
        const record = name === undefined ? recordOf(target) : methodRecordOf(target, name);
        // Decorators are applied from the last line to the first.
        record.middleware = [...middleware.map((run) => ({ decorator, run })), ...record.middleware];
    });
}

/**
 * Without its parentheses it would be called with the method, or with the class, and what it makes would guard nothing.
 * TypeScript refuses that.
 * @throws TypeError
 */
export function refuseBare(decorator: MiddlewareDecorator, given: readonly unknown[]): void {
    const [target, member] = given;
    if (!isClass(target) && (typeof target !== 'object' || target === null)) return;
    const where = isClass(target) ? target.name : String(member);
    throw new TypeError(`@${decorator} on ${where} has no parentheses, and no effect: write @${decorator}(…)`);
}

/** A middleware may be any other function. */
function isClass(given: unknown): given is Class<object> {
    return typeof given === 'function' && Function.prototype.toString.call(given).startsWith('class');
}
