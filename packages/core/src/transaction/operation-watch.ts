import { type CallSite, type CallSites, errorAt, showCall } from '../call-site';
import { ChaincodeError, toError } from '../errors';
import { Operation, type OperationCall, type OperationObserver, type WatchedOperation } from './operation';
import { RecentReads } from './recent-reads';

/** A call of one of the stub's methods, and where it may have come from. */
export interface ObservedCall extends OperationCall {
    /** The method that the author called: stacks that show the call begin above it. */
    readonly method?: unknown;
}

/** A write as errors about it see it. */
type CalledWrite = Pick<WatchedOperation, 'awaited' | 'calledFrom' | 'name'>;

/**
 * The operations of one transaction: which are under way, and which failed unheard.
 *
 * I7: what the transaction function did not wait for does not pass unnoticed. A write that is pending when the function
 * returns, that is called afterwards, or that failed without anybody listening, is `floating`.
 */
export class OperationWatch implements OperationObserver {
    readonly #callSites: CallSites;
    readonly #lost: (error: ChaincodeError) => void;
    /** Those under way. Each knows its place, so that taking one out is quick however many there are. */
    readonly #pending: WatchedOperation[] = [];
    readonly recentReads = new RecentReads();
    readonly #failedWrites: { readonly write: WatchedOperation; readonly error: unknown }[] = [];
    #phase: 'running' | 'returned' | 'succeeded' = 'running';
    #late: WatchedOperation | undefined;
    #taken: Set<WatchedOperation> | undefined;

    /** @param lost is told of a write that came when the transaction's success was on its way */
    constructor(callSites: CallSites, lost: (error: ChaincodeError) => void) {
        this.#callSites = callSites;
        this.#lost = lost;
    }

    /** Starts an operation, and keeps an eye on it. What `begin` throws is a rejection like any other. */
    start<T>(call: ObservedCall, begin: (operation: Operation<T>) => void): Promise<T> {
        const operation = new Operation<T>(call, this.#callSites.note(call.kind, call.method), this);
        operation.place = this.#pending.push(operation) - 1;
        if (call.kind === 'write') this.#noteLate(operation);
        try {
            begin(operation);
        } catch (error) {
            operation.reject(error);
        }
        return operation.promise;
    }

    /** Used by operations. */
    succeeded(operation: WatchedOperation): void {
        if (operation.keys !== undefined) this.recentReads.note(operation);
        this.#takeOut(operation);
    }

    /** Used by operations. */
    failed(operation: WatchedOperation, error: unknown): void {
        this.#takeOut(operation);
        if (ChaincodeError.is(error) && error.code === 'PEER_ERROR') this.#showCall(operation, error);
        if (operation.kind === 'write') this.#failedWrites.push({ write: operation, error });
    }

    /** A write was answered that it was refused; it is for those who wait for it to see that. */
    refused(write: WatchedOperation, error: unknown): void {
        if (write.kind === 'write') this.#failedWrites.push({ write, error });
    }

    /** The peer's answer comes when the call is over: nothing of the author's would be in the error's stack. */
    #showCall({ kind, calledFrom }: WatchedOperation, error: ChaincodeError): void {
        if (calledFrom === undefined) this.#callSites.noteMore(kind);
        else showCall(error, calledFrom);
    }

    /** Where a call of that method was made, which must be under way; undefined where that is not to be noted. */
    siteOf(kind: ObservedCall['kind'], method: unknown): CallSite | undefined {
        return this.#callSites.note(kind, method);
    }

    /** Whether the transaction function has not returned yet. */
    get isRunning(): boolean {
        return this.#phase === 'running';
    }

    /** Something failed whose place was not noted: the next time it may be. */
    noteMore(kind: ObservedCall['kind']): void {
        this.#callSites.noteMore(kind);
    }

    /** The last one takes its place. */
    #takeOut(operation: WatchedOperation): void {
        if (this.#pending[operation.place] !== operation) return;
        const last = this.#pending.pop();
        if (last === undefined || last === operation) return;
        last.place = operation.place;
        this.#pending[last.place] = last;
    }

    #noteLate(write: WatchedOperation): void {
        if (this.#phase === 'returned') this.#late ??= write;
        if (this.#phase !== 'succeeded') return;
        // Too late to fail the transaction, and the author may not be listening to the rejection.
        this.#callSites.noteAllWrites();
        this.#lost(calledLate(write));
    }

    /** Notes that the transaction function has returned: a write that is called from now on is floating. */
    functionReturned(): void {
        this.#phase = 'returned';
    }

    /** Notes that nothing is floating and the transaction succeeds: a write that is called from now on is lost. */
    transactionSucceeded(): void {
        this.#phase = 'succeeded';
    }

    /** Whether no operation is under way. */
    get isIdle(): boolean {
        return this.#pending.length === 0;
    }

    /** Names of the operations under way. */
    get pending(): string[] {
        return this.#pending.map(({ name }) => name);
    }

    /** Resolves when no operation is under way any more, however each of them ended. */
    async idle(): Promise<void> {
        while (!this.isIdle) await this.settled();
    }

    /** Resolves when those that are under way now are not any more; there may be others then. */
    async settled(): Promise<void> {
        await Promise.all(this.#pending.map((operation) => operation.settled()));
    }

    /** The writes under way that were not taken before. Where they were called is of interest from now on. */
    takeUnawaitedWrites(): WatchedOperation[] {
        const taken = (this.#taken ??= new Set());
        const writes = this.#pending.filter((operation) => operation.kind === 'write' && !taken.has(operation));
        for (const write of writes) taken.add(write);
        if (writes.length > 0) this.#callSites.noteAllWrites();
        return writes;
    }

    /** The error that fails the transaction for a write that it did not wait for; undefined if it waited for all. */
    floating(): ChaincodeError | undefined {
        const error = this.#findFloating();
        if (error !== undefined) this.#callSites.noteAllWrites();
        return error;
    }

    /** The error for the first of these writes that nobody waited for, be they carried out; undefined for none. */
    unawaited(writes: readonly CalledWrite[]): ChaincodeError | undefined {
        const forgotten = writes.find(({ awaited }) => !awaited);
        if (forgotten !== undefined) this.#callSites.noteAllWrites();
        return forgotten && leftBehind(forgotten);
    }

    #findFloating(): ChaincodeError | undefined {
        if (this.#late !== undefined) return calledLate(this.#late);
        const pending = this.#pending.find(({ kind }) => kind === 'write');
        if (pending !== undefined) return leftBehind(pending);
        const unheard = this.#failedWrites.find(({ write }) => !write.awaited);
        return unheard && failedUnheard(unheard.write, unheard.error);
    }
}

function leftBehind(write: CalledWrite): ChaincodeError {
    if (!write.awaited) return floating(write, 'was not awaited and would be lost');
    const what = 'was still under way when the transaction function returned, and would be lost';
    return floating(write, what, 'wait for all, with Promise.allSettled where some may fail');
}

function calledLate(write: WatchedOperation): ChaincodeError {
    const what = 'was called when the transaction function had already returned, and is lost';
    return floating(write, what, 'await what calls it; `forEach` does not wait for an async function, `for … of` does');
}

function failedUnheard(write: WatchedOperation, error: unknown): ChaincodeError {
    return floating(write, `was not awaited, and failed: ${toError(error).message}`);
}

function floating(
    { name, calledFrom }: CalledWrite,
    what: string,
    remedy = 'put `await` before it (or return its promise)',
): ChaincodeError {
    return new ChaincodeError('FLOATING_OPERATION', `${name} ${what}: ${remedy}`, { cause: errorAt(calledFrom, name) });
}
