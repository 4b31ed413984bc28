import { type ChaincodeMessage, encodeMessage, type MessageStream, MessageType } from '@heddle/protocol';
import { ChurningMap, transactionKey, Waiters } from '@heddle/protocol/internal';
import { ChaincodeError } from '../errors';
import { LimitedLog } from '../limited-log';
import type { Logger } from '../logger';
import type { Branch } from './branch';
import type { RoutedServer } from './routed-server';
import type { RoutedTransaction } from './routed-transaction';
import type { RoutedOutcome, RouterObserver } from './router-observer';
import { WaitingRoom } from './waiting-room';

export interface RoutedTransactionsOptions {
    /** For the log. */
    readonly route: string;
    readonly logger: Logger;
    readonly observer: RouterObserver;
    readonly transactionTimeoutMs: number;
    readonly serverWaitMs: number;
    /** The branch that is to be given the next transaction, of a server other than that; undefined while no other server is ready. */
    readonly choose: (except?: RoutedServer) => Branch | undefined;
}

/** How often transactions that take too long are looked for, at most. */
const WATCH_MS = 1_000;

/**
 * The transactions of one peer's stream, and where each of them is.
 *
 * T1: each one is answered once, by its server or in its place, unless the peer goes before.
 * T2: one that a server has stays there, and what the peer says about it goes there alone.
 * T3: one is begun anew only where nothing was asked for it: at most once where a server was lost, and once where one
 * refused it.
 * T4: what servers say about others than those that they have reaches nobody.
 */
export class RoutedTransactions {
    readonly #peer: MessageStream;
    readonly #options: RoutedTransactionsOptions;
    readonly #log: LimitedLog;
    readonly #underWay = new ChurningMap<string, RoutedTransaction>();
    readonly #waiting: WaitingRoom;
    readonly #watch: NodeJS.Timeout;
    readonly #whenNone = new Waiters();
    #isDraining = false;

    constructor(peer: MessageStream, options: RoutedTransactionsOptions) {
        this.#peer = peer;
        this.#options = options;
        this.#log = new LimitedLog(options.logger);
        this.#waiting = new WaitingRoom(options.serverWaitMs, (transaction, error) => {
            this.#fail(transaction, 'no_server', error);
        });
        this.#watch = setInterval(this.#giveUpOverdue, Math.min(WATCH_MS, options.transactionTimeoutMs)).unref();
    }

    /** How many there are. */
    get size(): number {
        return this.#underWay.size;
    }

    /** The peer asks for a transaction. */
    begin(message: ChaincodeMessage, frame: Uint8Array): void {
        const key = transactionKey(message);
        const earlier = this.#underWay.get(key);
        if (earlier !== undefined) {
            this.#askAgain(earlier, frame);
            return;
        }
        const { channelId, txId } = message;
        const now = performance.now();
        // Without the message, whose bytes would be kept with it.
        const name = { channelId, txId };
        const states = { branch: undefined, refusedBy: undefined, wasLost: false };
        const transaction: RoutedTransaction = { name, frame, since: now, begunAt: now, ...states };
        this.#underWay.set(key, transaction);
        if (this.#isDraining) {
            this.#fail(transaction, 'refused', new ChaincodeError('SESSION_CLOSED', 'the router is shutting down'));
        } else this.#place(transaction, frame);
    }

    /** The peer says something about a transaction. */
    answer(message: ChaincodeMessage, frame: Uint8Array): void {
        this.#underWay.get(transactionKey(message))?.branch?.send(frame);
    }

    /** A server says something about a transaction. The promise is for back-pressure. */
    receive(branch: Branch, message: ChaincodeMessage, frame: Uint8Array): Promise<void> | undefined {
        const transaction = this.#underWay.get(transactionKey(message));
        const { type } = message;
        const isOver = type === MessageType.COMPLETED || type === MessageType.ERROR;
        if (transaction?.branch !== branch) {
            if (!isOver) branch.send(noLongerUnderWay(message));
            return undefined;
        }
        if (!isOver) {
            transaction.frame = undefined;
        } else if (type === MessageType.ERROR) {
            if (this.#isBegunElsewhere(transaction, branch)) return undefined;
            this.#end(transaction, 'error');
        } else this.#end(transaction, 'completed');
        return this.#peer.send(frame);
    }

    /** Gives those that wait for a server to servers. */
    placeWaiting(): void {
        if (this.#waiting.size === 0) return;
        for (const transaction of this.#waiting.takeAll()) {
            if (transaction.frame !== undefined) this.#place(transaction, transaction.frame);
        }
    }

    /** A server is lost, as far as this peer's stream to it goes. */
    lose(branch: Branch): void {
        if (branch.inFlight === 0) return;
        for (const transaction of [...this.#underWay.values()]) {
            if (transaction.branch === branch) this.#lose(transaction, branch);
        }
    }

    /** Takes no new ones; resolves when the last one has ended. */
    async drain(): Promise<void> {
        this.#isDraining = true;
        if (this.#underWay.size > 0) await this.#whenNone.wait();
    }

    /** The peer is gone: nobody is to be answered any more. */
    close(): void {
        clearInterval(this.#watch);
        this.#log.close();
        for (const transaction of [...this.#underWay.values()]) this.#end(transaction, 'undelivered');
    }

    /** The peer has given the earlier run up. That server has to know, and ends it itself. */
    #askAgain(earlier: RoutedTransaction, frame: Uint8Array): void {
        earlier.since = performance.now();
        if (earlier.frame !== undefined) earlier.frame = frame;
        earlier.branch?.send(frame);
    }

    #place(transaction: RoutedTransaction, frame: Uint8Array, except?: RoutedServer): boolean {
        const branch = this.#options.choose(except);
        if (branch === undefined) {
            if (except === undefined) this.#waiting.add(transaction);
            return false;
        }
        transaction.branch = branch;
        branch.inFlight++;
        branch.server.inFlight++;
        branch.send(frame);
        return true;
    }

    /** A branch has one transaction less. One that is to be left ends with its last one. */
    #release(branch: Branch): void {
        branch.server.inFlight--;
        if (--branch.inFlight === 0 && branch.connection.isLeaving) branch.close();
    }

    /** A server that drains refuses, and so does one that is overloaded: another one may take it. */
    #isBegunElsewhere(transaction: RoutedTransaction, branch: Branch): boolean {
        const { frame, refusedBy } = transaction;
        const { server } = branch;
        // Where two servers say the same, it is for the transaction and not for them.
        refusedBy?.pause(false);
        if (frame === undefined || refusedBy !== undefined) return false;
        transaction.refusedBy = server;
        if (!this.#place(transaction, frame, server)) return false;
        server.pause(true);
        this.#release(branch);
        this.#options.observer.transactionBegunAnew?.();
        return true;
    }

    #lose(transaction: RoutedTransaction, branch: Branch): void {
        const { frame, wasLost, name } = transaction;
        if (frame === undefined || wasLost) {
            const why = `the server at ${branch.server.address} was lost while it ran transaction ${name.txId}`;
            this.#fail(transaction, 'lost', new ChaincodeError('SERVER_LOST', why));
            return;
        }
        transaction.wasLost = true;
        transaction.branch = undefined;
        this.#release(branch);
        this.#options.observer.transactionBegunAnew?.();
        this.#place(transaction, frame);
    }

    readonly #giveUpOverdue = (): void => {
        const { transactionTimeoutMs } = this.#options;
        const latest = performance.now() - transactionTimeoutMs;
        for (const transaction of [...this.#underWay.values()]) {
            if (transaction.since > latest) continue;
            const where = transaction.branch?.server.address ?? 'no server';
            const why = `no result from ${where} after ${transactionTimeoutMs} ms`;
            this.#fail(transaction, 'timeout', new ChaincodeError('TIMEOUT', why));
        }
    };

    /** Answers a transaction in the place of its server. An ERROR and no COMPLETED: a gateway then tries another peer. */
    #fail(transaction: RoutedTransaction, outcome: RoutedOutcome, error: ChaincodeError): void {
        const { name } = transaction;
        const { route } = this.#options;
        const text = `${error.code}: ${error.message}`;
        this.#log.write(
            'error',
            error.code,
            { ...name, route, code: error.code },
            `${route}: transaction failed: ${text}`,
        );
        this.#end(transaction, outcome);
        const frame = encodeMessage({ type: MessageType.ERROR, ...name, payload: Buffer.from(text) });
        // A peer that is gone does not wait for it.
        void this.#peer.send(frame)?.catch(() => undefined);
    }

    #end(transaction: RoutedTransaction, outcome: RoutedOutcome): void {
        const { name, branch, begunAt } = transaction;
        this.#underWay.delete(transactionKey(name));
        this.#waiting.delete(transaction);
        if (branch !== undefined) this.#release(branch);
        const { observer } = this.#options;
        if (observer.routedTransactionEnded !== undefined) {
            const server = branch?.server.address;
            observer.routedTransactionEnded({ ...name, server, outcome, durationMs: performance.now() - begunAt });
        }
        if (this.#underWay.size === 0) this.#whenNone.wakeAll();
    }
}

/** What a peer says to a request for a transaction that it gave up (fabric, core/chaincode/handler.go): it ends there. */
function noLongerUnderWay({ channelId, txId }: ChaincodeMessage): Buffer {
    const payload = Buffer.from(`transaction ${txId} is not under way any more`);
    return encodeMessage({ type: MessageType.ERROR, channelId, txId, payload });
}
