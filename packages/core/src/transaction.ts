import {
    chaincodeEvent,
    Proposal,
    type ChaincodeInput,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
} from '@heddle/protocol';
import { ChaincodeError } from './errors';
import type { BatchLimits, WriteRecord } from './lane-requests';
import { Operation } from './operation';
import { sendWrites } from './state-writes';
import { TransactionLane } from './transaction-lane';
import { WriteGuard } from './write-guard';

/** What a transaction is made of. */
export interface TransactionOptions {
    readonly channelId: string;
    readonly txId: string;
    readonly input: ChaincodeInput;
    /** An encoded SignedProposal. */
    readonly proposal: Uint8Array;
    /** What `getMspID` answers: peers do not tell it to an external service. */
    readonly mspId?: string | undefined;
    readonly limits: BatchLimits;
    /** False leaves requests of a tick as they are; those that ask for a batch by name still get it. */
    readonly coalesce: boolean;
    readonly send: (message: ChaincodeMessageInput) => void;
}

interface TrackedOperation {
    readonly name: string;
    readonly kind: 'read' | 'write';
    readonly operation: Operation<unknown>;
    /** Made where the author's code called, to say where an `await` is missing. */
    readonly calledAt: Error | undefined;
}

/**
 * One call of a chaincode: what it was asked, its lane to the peer, and what it has left undone.
 *
 * I7: an operation that nobody waited for does not pass unnoticed: see `floatingWrite`.
 */
export class Transaction {
    readonly channelId: string;
    readonly txId: string;
    readonly input: ChaincodeInput;
    readonly proposal: Proposal;
    readonly mspId: string | undefined;
    readonly coalesce: boolean;
    readonly lane: TransactionLane;
    readonly guard = new WriteGuard();
    /** An encoded ChaincodeEvent, where one was set. */
    event: Buffer | undefined;
    readonly #limits: BatchLimits;
    readonly #abort = new AbortController();
    /** Writes between startWriteBatch and finishWriteBatch. */
    #keptBack: WriteRecord[] | undefined;
    readonly #pending = new Set<TrackedOperation>();
    readonly #failedWrites: { readonly tracked: TrackedOperation; readonly error: unknown }[] = [];

    constructor(options: TransactionOptions) {
        const { channelId, txId, send } = options;
        this.channelId = channelId;
        this.txId = txId;
        this.input = options.input;
        this.proposal = new Proposal(options.proposal);
        this.mspId = options.mspId;
        this.coalesce = options.coalesce;
        this.#limits = options.limits;
        this.lane = new TransactionLane(options.limits, (message) => {
            send({ ...message, channelId, txId });
        });
    }

    /** Aborted when the stream ends or the time is up. */
    get signal(): AbortSignal {
        return this.#abort.signal;
    }

    /** Passes the peer's answer on; false where nothing was asked. */
    settle(answer: ChaincodeMessage): boolean {
        return this.lane.settle(answer);
    }

    /** Starts an operation of the author's, and keeps an eye on it. */
    start<T>(name: string, kind: 'read' | 'write', run: () => Promise<T>): Operation<T> {
        const operation = Operation.start(run);
        this.#track(name, kind, operation);
        return operation;
    }

    #track(name: string, kind: 'read' | 'write', operation: Operation<unknown>): void {
        const calledAt = kind === 'write' ? new Error(`${name} was called here`) : undefined;
        const tracked: TrackedOperation = { name, kind, operation, calledAt };
        this.#pending.add(tracked);
        operation.watch(
            () => this.#pending.delete(tracked),
            (error) => {
                this.#pending.delete(tracked);
                if (kind === 'write') this.#failedWrites.push({ tracked, error });
            },
        );
    }

    /** Keeps writes back from here on, on peers that take batches. Within a batch it changes nothing. */
    startWriteBatch(): void {
        if (this.#limits.writes > 1) this.#keptBack ??= [];
    }

    /** Takes a write for the batch; false where none was started. */
    keepBack(record: WriteRecord): boolean {
        return this.#keptBack !== undefined && this.#keptBack.push(record) > 0;
    }

    /** Sends what was kept back; rejects with the error of the first write that was refused. */
    async finishWriteBatch(): Promise<void> {
        const records = this.#keptBack ?? [];
        this.#keptBack = undefined;
        await sendWrites(this.lane, records);
    }

    /** Sets the event; the last one wins, as a transaction has one at most. */
    setEvent(name: string, payload: Uint8Array): void {
        this.event = chaincodeEvent.encode({ name, payload });
    }

    /**
     * What the transaction function should have waited for when it returned.
     * @returns an error that fails the transaction, for writes: they would be lost, or failed unheard
     */
    floatingWrite(): ChaincodeError | undefined {
        for (const { kind, name, calledAt } of this.#pending) {
            if (kind === 'write') return floating(`${name} was not awaited and would be lost`, calledAt);
        }
        const unheard = this.#failedWrites.find(({ tracked }) => !tracked.operation.awaited);
        if (unheard === undefined) return undefined;
        const { name, calledAt } = unheard.tracked;
        return floating(`${name} was not awaited, and failed: ${(unheard.error as Error).message}`, calledAt);
    }

    /** Names of the operations still under way. */
    get pendingOperations(): string[] {
        return Array.from(this.#pending, ({ name }) => name);
    }

    /** Resolves when no operation is under way any more, however each of them ended. */
    async idle(): Promise<void> {
        while (this.#pending.size > 0) {
            await Promise.allSettled(Array.from(this.#pending, ({ operation }) => operation));
        }
    }

    /** Ends the transaction's operations: those under way and those that come later reject. See TransactionLane.abort. */
    end(reason: ChaincodeError): Promise<void> {
        return this.lane.abort(reason);
    }

    /** Ends the transaction from outside, and tells those who listen to `signal`. */
    abort(reason: ChaincodeError): void {
        this.lane.close(reason);
        this.#abort.abort(reason);
    }
}

function floating(what: string, calledAt: Error | undefined): ChaincodeError {
    const message = `${what}: put \`await\` before it (or return its promise)`;
    return new ChaincodeError('FLOATING_OPERATION', message, { cause: calledAt });
}
