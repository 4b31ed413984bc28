import { type Chaincode, type Logger, SessionRunner } from '@heddle/core';
import type { RecordedSession, RecordedTransaction } from '@heddle/journal';
import {
    type ChaincodeMessage,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
} from '@heddle/protocol';
import { type Operation, operationsOf } from '../recorded/operation';
import { RecordedAnswers } from '../recorded/recorded-answers';
import type { Run } from '../recorded/run';

/** Why a run could not go on. */
export interface Stop {
    readonly kind: 'not recorded' | 'redacted';
    readonly why: string;
}

/** A recorded transaction, run again. */
export interface PlayedRun extends Run {
    /** Undefined where it came to its end. */
    readonly stop: Stop | undefined;
}

/** Is told of each operation as it happens, with what it is answered. */
export type OnOperation = (operation: Operation, answer: Buffer | undefined) => void;

export interface PlayedSessionOptions {
    readonly chaincode: Chaincode;
    readonly logger: Logger;
    /** After how many milliseconds a run is given up; 0 for never. */
    readonly transactionTimeoutMs: number;
}

/**
 * A session with a chaincode, in which the peer's part is played from a journal. What code asks in another way than the
 * recorded one, in another order or in batches, is answered from what the record has.
 */
export class PlayedSession {
    readonly #stream: MessageStream;
    readonly #frames: AsyncIterator<Uint8Array>;
    readonly #running: Promise<void>;
    readonly #begun: Promise<void>;
    /** Transactions that have asked for transient data. */
    readonly #usedTransient: ReadonlySet<string>;

    /** @param usedTransient which transactions have asked for their transient data, as the chaincode runs */
    constructor(recorded: RecordedSession, options: PlayedSessionOptions, usedTransient: ReadonlySet<string>) {
        const [ours, theirs] = createStreamPair();
        const { mspId, coalesce, packageId } = recorded.header;
        const session = new SessionRunner(ours, { ...options, packageId, mspId, coalesce });
        this.#stream = theirs;
        this.#usedTransient = usedTransient;
        this.#frames = theirs.incoming[Symbol.asyncIterator]();
        this.#running = session.run();
        this.#begun = this.#begin(recorded.ready ?? encodeMessage({ type: MessageType.READY }));
    }

    /** Runs a transaction; one at a time. */
    async play({ txId, frames }: RecordedTransaction, onOperation: OnOperation = () => undefined): Promise<PlayedRun> {
        await this.#begun;
        const [first] = frames;
        if (first === undefined) return { operations: [], answer: undefined, isAnswerRedacted: false, stop: undefined };
        const play = new Play(new RecordedAnswers(frames), onOperation, () =>
            first.isRedacted && this.#usedTransient.has(txId) ? 'it used transient data' : undefined,
        );
        await this.#stream.send(first.frame);
        for (;;) {
            const message = await this.#next();
            if (message === undefined) break;
            // What an earlier transaction has left behind.
            if (message.txId !== txId) continue;
            if (play.isOver(message)) break;
            await this.#stream.send(encodeMessage(play.answer(message)));
        }
        return play.run;
    }

    async close(): Promise<void> {
        await this.#begun;
        await this.#stream.close();
        await this.#running;
    }

    async #begin(ready: Uint8Array): Promise<void> {
        await this.#next();
        await this.#stream.send(encodeMessage({ type: MessageType.REGISTERED }));
        await this.#stream.send(ready);
    }

    async #next(): Promise<ChaincodeMessage | undefined> {
        const { value, done } = (await this.#frames.next()) as IteratorResult<Uint8Array, undefined>;
        return done === true ? undefined : decodeMessage(value);
    }
}

/** One run: what the peer says in it, and what is noted of it. */
class Play {
    readonly #answers: RecordedAnswers;
    readonly #onOperation: OnOperation;
    readonly #whyStopped: () => string | undefined;
    readonly #operations: Operation[] = [];
    #answer: ChaincodeMessage | undefined;
    #stop: Stop | undefined;

    /** @param whyStopped says that what comes from now on is made of something that was left out of the record */
    constructor(answers: RecordedAnswers, onOperation: OnOperation, whyStopped: () => string | undefined) {
        this.#answers = answers;
        this.#onOperation = onOperation;
        this.#whyStopped = whyStopped;
    }

    get run(): PlayedRun {
        return { operations: this.#operations, answer: this.#answer, isAnswerRedacted: false, stop: this.#stop };
    }

    /** Whether it is its last message. */
    isOver(message: ChaincodeMessage): boolean {
        if (message.type !== MessageType.COMPLETED && message.type !== MessageType.ERROR) return false;
        this.#noteStop();
        if (this.#stop === undefined) this.#answer = message;
        return true;
    }

    /** What the peer answers; an error from where the record ends, so that the function does. */
    answer(request: ChaincodeMessage): { type: number; channelId: string; txId: string; payload: Buffer } {
        const { channelId, txId } = request;
        this.#noteStop();
        if (this.#stop === undefined) {
            const operations = operationsOf(request, false);
            const answer = this.#answers.take(request);
            this.#operations.push(...operations);
            if ('type' in answer) {
                this.#tell(operations, answer);
                return { ...answer, channelId, txId };
            }
            this.#stop = { kind: answer.missing, why: answer.what };
        }
        const payload = Buffer.from(`the journal ends here: ${this.#stop.kind}, ${this.#stop.why}`);
        return { type: MessageType.ERROR, channelId, txId, payload };
    }

    /** Of several at once, the answer is not told: it is of all of them. */
    #tell(
        operations: readonly Operation[],
        { type, payload }: { readonly type: number; readonly payload: Buffer },
    ): void {
        const isSingle = operations.length === 1 && type === MessageType.RESPONSE;
        for (const one of operations) this.#onOperation(one, isSingle ? payload : undefined);
    }

    #noteStop(): void {
        const why = this.#stop === undefined ? this.#whyStopped() : undefined;
        if (why !== undefined) this.#stop = { kind: 'redacted', why };
    }
}
