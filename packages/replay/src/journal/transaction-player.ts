import type { Chaincode, Logger } from '@heddle/core';
import type { RecordedSession, RecordedTransaction } from '@heddle/journal';
import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { watchedChaincode, type WatchedMethods } from '../watched-chaincode';
import { type OnOperation, type PlayedRun, PlayedSession } from './played-session';

export interface TransactionPlayerOptions {
    readonly chaincode: Chaincode;
    /** Takes what the chaincode logs. */
    readonly logger: Logger;
    /** After how many milliseconds a run is given up that does not end. Default 30,000; 0 for never; at most 24 days. */
    readonly transactionTimeoutMs?: number | undefined;
}

/** By what a contract comes to the transient data of its transaction. */
const WAYS_TO_TRANSIENT: WatchedMethods = { getTransient: 'transient data', getSignedProposal: 'transient data' };
const DEFAULT_TIMEOUT_MS = 30_000;

/** Runs recorded transactions again, one at a time, each as in the session in which it was recorded. */
export class TransactionPlayer {
    readonly #options: TransactionPlayerOptions;
    readonly #chaincode: Chaincode;
    readonly #sessions = new Map<string, PlayedSession>();
    readonly #usedTransient = new Set<string>();

    constructor(options: TransactionPlayerOptions) {
        this.#options = options;
        this.#chaincode = watchedChaincode(options.chaincode, WAYS_TO_TRANSIENT, (txId) => {
            this.#usedTransient.add(txId);
        });
    }

    async play(transaction: RecordedTransaction, onOperation?: OnOperation): Promise<PlayedRun> {
        this.#usedTransient.delete(transaction.txId);
        const run = await this.#sessionFor(transaction.session).play(transaction, onOperation);
        this.#usedTransient.delete(transaction.txId);
        return run;
    }

    async close(): Promise<void> {
        await Promise.all(Array.from(this.#sessions.values(), (session) => session.close()));
    }

    /** Those that are alike to a transaction share one. */
    #sessionFor(recorded: RecordedSession): PlayedSession {
        const { mspId = '', coalesce, packageId } = recorded.header;
        const key = [packageId, mspId, coalesce, recorded.ready?.toString('base64') ?? ''].join(' ');
        const known = this.#sessions.get(key);
        if (known !== undefined) return known;
        const { logger, transactionTimeoutMs: given = DEFAULT_TIMEOUT_MS } = this.#options;
        const transactionTimeoutMs = Math.min(given, LONGEST_TIMER_MS);
        const options = { chaincode: this.#chaincode, logger, transactionTimeoutMs };
        const session = new PlayedSession(recorded, options, this.#usedTransient);
        this.#sessions.set(key, session);
        return session;
    }
}
