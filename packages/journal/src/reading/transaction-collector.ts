import { type ChaincodeMessage, decodeMessage, MessageType, response } from '@heddle/protocol';
import { RecordKind, type SessionHeader } from '../format/layout';
import type { JournalRecord } from './read-segment';
import type { RecordedEnd, RecordedFrame, RecordedSession, RecordedTransaction } from './recorded-transaction';

interface OpenTransaction {
    readonly txId: string;
    readonly channelId: string;
    readonly session: RecordedSession;
    readonly time: number;
    readonly frames: RecordedFrame[];
}

interface KnownSession {
    session: RecordedSession;
    readonly open: Map<string, OpenTransaction>;
    /** Ids whose end is told already, of which frames may still come. */
    readonly told: Set<string>;
    /** Whether transactions may have begun before what is known of it. */
    hasGap: boolean;
}

/** Puts the records of one process together to transactions, each told when it is over. */
export class TransactionCollector {
    readonly #process: string;
    readonly #sessions = new Map<number, KnownSession>();

    constructor(process: string) {
        this.#process = process;
    }

    /** Takes the next record; the transactions that are over with it. */
    take(record: JournalRecord): RecordedTransaction[] {
        switch (record.kind) {
            case RecordKind.SESSION:
                this.#begin(record);
                return [];
            case RecordKind.FROM_PEER:
            case RecordKind.TO_PEER:
                return this.#frame(record);
            case RecordKind.ENDED:
                return this.#ended(record.session);
            case RecordKind.GAP:
                return this.gap();
            default:
                return []; // of a later version
        }
    }

    /** Something is missing here: what is open then is not whole. */
    gap(): RecordedTransaction[] {
        return [...this.#sessions.values()].flatMap((known) => {
            known.hasGap = true;
            const told = closeAll(known, 'incomplete');
            for (const transaction of told) known.told.add(keyOf(transaction));
            return told;
        });
    }

    /** The journal of the process ends here. */
    finish(): RecordedTransaction[] {
        return [...this.#sessions.values()].flatMap((known) => closeAll(known, 'incomplete'));
    }

    #begin({ session: number, bytes, isRepeated }: JournalRecord): void {
        if (this.#sessions.has(number)) return;
        const header = parseSession(bytes);
        const session = { process: this.#process, number, header, ready: undefined };
        this.#sessions.set(number, { session, open: new Map(), told: new Set(), hasGap: isRepeated });
    }

    #ended(number: number): RecordedTransaction[] {
        const known = this.#sessions.get(number);
        this.#sessions.delete(number);
        return known === undefined ? [] : closeAll(known, 'cut');
    }

    #frame(record: JournalRecord): RecordedTransaction[] {
        const known = this.#sessions.get(record.session);
        if (known === undefined) return [];
        let message: ChaincodeMessage;
        try {
            message = decodeMessage(record.bytes);
        } catch {
            return []; // the session has passed over it, too
        }
        if (message.type === MessageType.READY) known.session = { ...known.session, ready: record.bytes };
        if (message.txId === '') return [];
        return record.kind === RecordKind.FROM_PEER
            ? this.#fromPeer(known, record, message)
            : this.#toPeer(known, record, message);
    }

    #fromPeer(known: KnownSession, record: JournalRecord, message: ChaincodeMessage): RecordedTransaction[] {
        const key = keyOf(message);
        const open = known.open.get(key);
        const frame = frameOf('peer', record);
        if (message.type !== MessageType.TRANSACTION && message.type !== MessageType.INIT) {
            open?.frames.push(frame);
            return [];
        }
        const { txId, channelId } = message;
        const { session } = known;
        known.told.delete(key);
        known.open.set(key, { txId, channelId, session, time: record.time, frames: [frame] });
        return open === undefined ? [] : [{ ...open, end: 'given up' }];
    }

    #toPeer(known: KnownSession, record: JournalRecord, message: ChaincodeMessage): RecordedTransaction[] {
        const key = keyOf(message);
        const isEnd = message.type === MessageType.COMPLETED || message.type === MessageType.ERROR;
        const open = known.open.get(key);
        if (open === undefined) return isEnd && known.hasGap ? this.#orphan(known, record, message) : [];
        open.frames.push(frameOf('chaincode', record));
        if (!isEnd) return [];
        known.open.delete(key);
        return [{ ...open, end: endOf(message, known.session.header) }];
    }

    /** The answer of a transaction whose beginning is missing. */
    #orphan(known: KnownSession, { time }: JournalRecord, message: ChaincodeMessage): RecordedTransaction[] {
        if (known.told.delete(keyOf(message))) return [];
        const { txId, channelId } = message;
        return [{ txId, channelId, session: known.session, time, end: 'incomplete', frames: [] }];
    }
}

function closeAll({ open }: KnownSession, end: RecordedEnd): RecordedTransaction[] {
    const transactions = Array.from(open.values(), (transaction) => ({ ...transaction, end }));
    open.clear();
    return transactions;
}

function frameOf(from: 'peer' | 'chaincode', { bytes, isRedacted }: JournalRecord): RecordedFrame {
    return { from, frame: bytes, isRedacted };
}

function keyOf({ channelId, txId }: Pick<ChaincodeMessage, 'channelId' | 'txId'>): string {
    return `${channelId} ${txId}`;
}

const UNKNOWN_SESSION: SessionHeader = {
    packageId: '',
    coalesce: true,
    transactionTimeoutMs: 0,
    workers: 0,
    remote: '',
};

function parseSession(bytes: Buffer): SessionHeader {
    try {
        return { ...UNKNOWN_SESSION, ...(JSON.parse(bytes.toString()) as Partial<SessionHeader>) }; // written by a tap
    } catch {
        return UNKNOWN_SESSION;
    }
}

/** Whether it was the contract that answered, or what watches over it. */
function endOf({ type, payload }: ChaincodeMessage, { transactionTimeoutMs }: SessionHeader): RecordedEnd {
    if (type === MessageType.ERROR) return 'refused';
    try {
        const { message } = response.decode(payload);
        const isTimer = message === `TIMEOUT: no result after ${transactionTimeoutMs} ms`;
        return isTimer || message.startsWith('WORKER_FAILED: the thread that ran transaction')
            ? 'timed out'
            : 'completed';
    } catch {
        return 'completed';
    }
}
