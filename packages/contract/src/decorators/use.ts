import type { Middleware } from '../context/middleware';
import { methodRecordOf, recordOf } from '../evidence/class-record';

/**
 * Runs middleware around a transaction, or around each one of a contract. A contract's own runs first, then its
 * method's; of several, the one that is written first is the outermost.
 */
export function Use(...middleware: Middleware[]): ClassDecorator & MethodDecorator {
    return (target: object, name?: string | symbol): void => {
        const record = name === undefined ? recordOf(target) : methodRecordOf(target, name);
        // Decorators are applied from the last line to the first.
        record.middleware = [...middleware, ...record.middleware];
    };
}
