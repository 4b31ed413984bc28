import { chaincodeInput, encodeMessage, MessageType, proposalParts, requests, response } from '@heddle/protocol';
import type { SessionHeader } from '../format/layout';
import type { JournalTap } from '../writing/journal-tap';

export const SESSION: SessionHeader = {
    packageId: 'cc:1',
    mspId: 'Org1MSP',
    coalesce: true,
    transactionTimeoutMs: 0,
    workers: 0,
    remote: '127.0.0.1:7051',
};

const CHANNEL = 'ch';
const WHOLE = 'answered';

/** What a made-up transaction does. */
export interface MadeUp {
    readonly txId: string;
    readonly args?: readonly string[];
    readonly transient?: Readonly<Record<string, string>>;
    /** Reads this key, and is answered this. */
    readonly read?: { readonly key: string; readonly value: string; readonly collection?: string };
    readonly write?: { readonly key: string; readonly value: string; readonly collection?: string };
    /** Default: 200. */
    readonly status?: number;
    readonly result?: string;
}

function frame(type: number, txId: string, payload: Uint8Array, proposal?: Uint8Array): Buffer {
    return encodeMessage({ type, txId, channelId: CHANNEL, payload, proposal });
}

function proposalWith(transient: Readonly<Record<string, string>>): Buffer {
    const entries = Object.entries(transient).map(([name, value]) => [name, Buffer.from(value)] as const);
    const payload = proposalParts.proposalPayload.encode({ transient: new Map(entries) });
    return proposalParts.signedProposal.encode({ proposal: proposalParts.proposal.encode({ payload }) });
}

/** The frames by which a session begins. */
export function register(tap: JournalTap): void {
    tap.sent(encodeMessage({ type: MessageType.REGISTER }));
    tap.received(encodeMessage({ type: MessageType.REGISTERED }));
    tap.received(encodeMessage({ type: MessageType.READY }));
}

/** The frame by which the peer asks for a transaction. */
export function begin({ txId, args = ['f'], transient = {} }: MadeUp): Buffer {
    const payload = chaincodeInput.encode({ args: args.map((argument) => Buffer.from(argument)) });
    return frame(MessageType.TRANSACTION, txId, payload, proposalWith(transient));
}

/** The frame by which it is answered. */
export function answer({ txId, status = 200, result = WHOLE }: MadeUp): Buffer {
    return frame(MessageType.COMPLETED, txId, response.encode({ status, message: '', payload: Buffer.from(result) }));
}

/** Tells a tap of all frames of a transaction. */
export function run(tap: JournalTap, transaction: MadeUp): void {
    const { txId, read, write } = transaction;
    tap.received(begin(transaction));
    if (read !== undefined) {
        const { key, value, collection = '' } = read;
        tap.sent(frame(MessageType.GET_STATE, txId, requests.getState.query.encode({ key, collection })));
        tap.received(frame(MessageType.RESPONSE, txId, Buffer.from(value)));
    }
    if (write !== undefined) {
        const { key, value, collection = '' } = write;
        const query = requests.putState.query.encode({ key, value: Buffer.from(value), collection });
        tap.sent(frame(MessageType.PUT_STATE, txId, query));
        tap.received(frame(MessageType.RESPONSE, txId, Buffer.alloc(0)));
    }
    tap.sent(answer(transaction));
}
