import type { LedgerCall } from '@heddle/core/internal';
import { nameCall } from './name-call';
import type { PreparedChange, TransactionView } from './view';

/** A call of one of the methods that authors know. */
export interface AuthorsCall {
    /** For errors, such as `update of lot`. */
    readonly name: string;
    readonly kind: 'read' | 'write';
    /** The method itself: what is noted of the call begins above it. */
    readonly method: unknown;
}

/** Makes a change of the author's as one operation: one that is not awaited fails the transaction. */
export function startChange<T>(
    view: TransactionView,
    { name, method }: Omit<AuthorsCall, 'kind'>,
    prepare: (call: LedgerCall<T>) => PreparedChange<T>,
): Promise<T> {
    return view.ledger.start<T>({ name, kind: 'write', method }, (call) => {
        try {
            view.change(call, name, () => prepare(call));
        } catch (error) {
            nameCall(view.ledger, { name, kind: 'write', calledFrom: call.calledFrom }, error);
            throw error;
        }
    });
}

/** Runs a call of the author's as one operation. */
export function startCall<T>(
    view: TransactionView,
    call: AuthorsCall,
    run: (call: LedgerCall<T>) => T | Promise<T>,
): Promise<T> {
    return view.ledger.start(call, (operation) => {
        const refused = (error: unknown): void => {
            nameCall(view.ledger, { ...call, calledFrom: operation.calledFrom }, error);
            operation.reject(error);
        };
        try {
            settle(run(operation), operation, refused);
        } catch (error) {
            refused(error);
        }
    });
}

function settle<T>(result: T | Promise<T>, operation: LedgerCall<T>, refused: (error: unknown) => void): void {
    if (!(result instanceof Promise)) {
        operation.resolve(result);
        return;
    }
    result.then((value) => {
        operation.resolve(value);
    }, refused);
}
