import {
    type ChaincodeInput,
    type MessageType,
    Proposal,
    type ReceivedMessage,
    TransactionEnvelope,
} from '@heddle/protocol';
import type { CallSites } from '../call-site';
import type { ChaincodeError } from '../errors';
import type { Leniency } from '../leniency';
import type { LogFields, Logger, LogLevel } from '../logger';
import type { HostObserver } from '../observer';
import type { TransactionName } from '../transaction-name';
import type { WarningDetails } from '../warnings/warn';
import type { WarningNote, Warnings } from '../warnings/warnings';
import { within } from '../within';
import { DeferredWrites } from './deferred-writes';
import type { EndOfTick } from './end-of-tick';
import type { BatchLimits } from './lane-request';
import { OperationWatch } from './operation-watch';
import { TransactionEvent } from './transaction-event';
import { TransactionLane } from './transaction-lane';
import { TransactionMeter } from './transaction-meter';
import type { TransactionTrace } from './transaction-trace';
import { WriteBatch } from './write-batch';
import { WriteGuard } from './write-guard';
import { ownRecord, type Write, type WriteRecord } from './write-record';

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
    readonly callSites: CallSites;
    readonly endOfTick: EndOfTick;
    /** Whether requests of the same tick may share a message; those that ask for a batch by name always may. */
    readonly coalesce: boolean;
    readonly logger: Logger;
    readonly leniency: Leniency;
    readonly warnings: Warnings;
    readonly observer?: HostObserver | undefined;
    /** What follows this one, where something does. */
    readonly trace?: TransactionTrace | undefined;
    /** Hands an encoded message to the stream. */
    readonly send: (frame: Uint8Array) => void;
}

/** Is told of a write of the stub's with the type of its request, before it is sent; its bytes are the author's. */
export type StubWriteListener = (type: number, write: Write) => void;

/**
 * How long the answer to a request that nobody waits for any more holds up COMPLETED, in milliseconds. A peer that is
 * still at a request when its transaction ends answers with an error, and before Fabric 3.1.5 can crash by it
 * (hyperledger/fabric#5048); a healthy one needs far less than this.
 */
const QUIET_MS = 1_000;

/**
 * One call of a chaincode: what it was asked, its lane to the peer, and what became of its operations.
 */
export class Transaction {
    readonly channelId: string;
    readonly txId: string;
    readonly input: ChaincodeInput;
    readonly proposal: Proposal;
    readonly mspId: string | undefined;
    readonly coalesce: boolean;
    readonly leniency: Leniency;
    readonly envelope: TransactionEnvelope;
    readonly lane: TransactionLane;
    readonly operations: OperationWatch;
    readonly batch: WriteBatch;
    readonly trace: TransactionTrace | undefined;
    readonly guard = new WriteGuard();
    readonly event = new TransactionEvent(this);
    /** Told by the contract layer as soon as it knows it; undefined for other chaincode. */
    name: TransactionName | undefined;
    /** The code of the error that it failed with; not read from the message, which may begin with a client's words. */
    failureCode: string | undefined;
    /** Who is told of the stub's writes, or where they are kept until somebody is; undefined where nobody will ask. */
    stubWrites: StubWriteListener | WriteRecord[] | undefined;
    /** Where the transaction declares its writes deferred, and the peer takes batches. */
    deferred: DeferredWrites | undefined;
    readonly #logger: Logger;
    readonly #warnings: Warnings;
    readonly #limits: BatchLimits;
    /** Only where somebody observes. */
    readonly #meter: TransactionMeter | undefined;
    #controller: AbortController | undefined;
    #abortReason: ChaincodeError | undefined;

    constructor(options: TransactionOptions) {
        this.channelId = options.channelId;
        this.txId = options.txId;
        this.input = options.input;
        this.proposal = new Proposal(options.proposal);
        this.mspId = options.mspId;
        this.coalesce = options.coalesce;
        this.leniency = options.leniency;
        this.#logger = options.logger;
        this.#warnings = options.warnings;
        this.operations = new OperationWatch(options.callSites, ({ code, message, cause }) => {
            this.log('error', { code, err: cause }, message);
        });
        this.envelope = new TransactionEnvelope(options);
        this.trace = options.trace;
        this.#limits = options.limits;
        this.#meter = meterOf(options);
        const send = meteredSend(options.send, this.#meter);
        this.lane = new TransactionLane(options.limits, this.envelope, send, options.endOfTick);
        this.batch = new WriteBatch(this.lane, this.guard, options.limits.writes);
    }

    /** Aborted when the stream ends, the time is up, or the peer has given up on the transaction. */
    get signal(): AbortSignal {
        this.#controller ??= new AbortController();
        if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason);
        return this.#controller.signal;
    }

    /** Why the transaction was ended from outside, if it was. */
    get abortReason(): ChaincodeError | undefined {
        return this.#abortReason;
    }

    /** Keeps writes back from here on, until something must not overtake them. On peers without batches it changes nothing. */
    deferWrites(): void {
        if (this.#limits.writes <= 1) return;
        this.deferred ??= new DeferredWrites(this.lane, this.#limits, () => {
            this.operations.noteMore('write');
        });
    }

    /** Tells of a write of the stub's whoever has to know. */
    noteStubWrite(type: MessageType, write: Write): void {
        if (typeof this.stubWrites === 'function') this.stubWrites(type, write);
        else this.stubWrites?.push(ownRecord(type, write));
    }

    /** Passes the peer's answer on; false where nothing was asked. */
    settle(answer: ReceivedMessage): boolean {
        if (this.#meter !== undefined && this.lane.isWaiting) this.#meter.answered(answer);
        return this.lane.settle(answer);
    }

    /**
     * Ends the transaction's operations: those under way and those that come later reject. Resolves when the peer has
     * finished with all of them, or after a second.
     */
    async end(reason: () => ChaincodeError): Promise<void> {
        this.lane.abort(reason);
        if (this.lane.isWaiting) await within(QUIET_MS, this.lane.quiet());
    }

    /** Ends the transaction from outside, and tells those who listen to `signal`. */
    abort(reason: ChaincodeError): void {
        this.lane.abort(() => reason);
        this.#abortReason ??= reason;
        this.#controller?.abort(this.#abortReason);
    }

    /** As `abort`, when no answer can come any more. */
    close(reason: ChaincodeError): void {
        this.lane.close(() => reason);
        this.abort(reason);
        this.#meter?.ended({ ...this.#about, status: undefined, code: reason.code });
    }

    /** Notes that this response is on its way. */
    completed({ status }: { readonly status: number }): void {
        this.#meter?.ended({ ...this.#about, status, code: this.failureCode });
    }

    /** Logs with the transaction's ids, and with its name where it has one. */
    log(level: LogLevel, fields: LogFields, text: string): void {
        const { name, ...ids } = this.#about;
        const named = name && { contract: name.contract, function: name.name };
        this.#logger[level]({ ...ids, ...named, ...fields }, text);
    }

    /** Warns of something that it does, and that it is not failed for. */
    warn(code: WarningNote['code'], details: WarningDetails): void {
        this.#warnings.note({ code, ...this.#about, ...details });
    }

    get #about(): Pick<Transaction, 'channelId' | 'txId' | 'name'> {
        return { channelId: this.channelId, txId: this.txId, name: this.name };
    }
}

/** Undefined where nobody observes, and nothing follows this transaction: it is not measured then. */
function meterOf({ txId, observer, trace }: TransactionOptions): TransactionMeter | undefined {
    if (observer === undefined && trace === undefined) return undefined;
    return new TransactionMeter(txId, observer, trace);
}

function meteredSend(
    send: TransactionOptions['send'],
    meter: TransactionMeter | undefined,
): TransactionOptions['send'] {
    if (meter === undefined) return send;
    return (frame) => {
        meter.asked(frame);
        send(frame);
    };
}
