import type { LedgerCall } from '@heddle/core/internal';
import type { TransactionView } from './view';

/** A call of one of the methods that authors know. */
export interface AuthorsCall {
    /** For errors, such as `update of lot`. */
    readonly name: string;
    readonly kind: 'read' | 'write';
    /** The method itself: what is noted of the call begins above it. */
    readonly method: (...args: never[]) => unknown;
}

/** Runs a call of the author's as one operation, so that one that is not awaited fails the transaction. */
export function startCall<T>(
    view: TransactionView,
    call: AuthorsCall,
    run: (call: LedgerCall<T>) => T | Promise<T>,
): Promise<T> {
    return view.ledger.start(call, (operation) => {
        const result = run(operation);
        if (!(result instanceof Promise)) {
            operation.resolve(result);
            return;
        }
        result.then(
            (value) => {
                operation.resolve(value);
            },
            (error: unknown) => {
                operation.reject(error);
            },
        );
    });
}
