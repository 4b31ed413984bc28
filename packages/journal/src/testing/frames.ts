import {
    chaincodeInput,
    chaincodeSpec,
    encodeMessage,
    MessageType,
    proposalParts,
    requests,
    response,
} from '@heddle/protocol';
import { embedded, message } from '@heddle/protocol/codec';
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

/** protos.ChaincodeInvocationSpec: what of a proposal names the chaincode and its arguments. */
const invocation = message({ spec: embedded(1, chaincodeSpec) });

/** What a made-up transaction does. */
export interface MadeUp {
    readonly txId: string;
    /** Default: `ch`. */
    readonly channelId?: string | undefined;
    /** What the client has signed. */
    readonly args?: readonly string[];
    /** What another chaincode has called this one with. Default: the client has called it. */
    readonly called?: readonly string[];
    readonly transient?: Readonly<Record<string, string>>;
    /** Reads this key, and is answered this. */
    readonly read?: { readonly key: string; readonly value: string; readonly collection?: string };
    readonly write?: { readonly key: string; readonly value: string; readonly collection?: string };
    /** Default: 200. */
    readonly status?: number;
    readonly result?: string;
}

/** A frame of a transaction. Default: on the channel of all others here. */
export function frame(
    type: number,
    txId: string,
    payload: Uint8Array,
    {
        proposal,
        channelId = CHANNEL,
    }: { readonly proposal?: Uint8Array | undefined; readonly channelId?: string | undefined } = {},
): Buffer {
    return encodeMessage({ type, txId, channelId, payload, proposal });
}

/** What the client has signed: what it calls, and transient data. */
function proposalWith(args: readonly string[], transient: Readonly<Record<string, string>>): Buffer {
    const entries = Object.entries(transient).map(([name, value]) => [name, Buffer.from(value)] as const);
    const input = invocation.encode({ spec: { chaincodeId: { name: 'cc' }, input: { args: buffersOf(args) } } });
    const payload = proposalParts.proposalPayload.encode({ input, transient: new Map(entries) });
    return proposalParts.signedProposal.encode({ proposal: proposalParts.proposal.encode({ payload }) });
}

function buffersOf(texts: readonly string[]): Buffer[] {
    return texts.map((text) => Buffer.from(text));
}

/** The frames by which a session begins. */
export function register(tap: JournalTap): void {
    tap.sent(encodeMessage({ type: MessageType.REGISTER }));
    tap.received(encodeMessage({ type: MessageType.REGISTERED }));
    tap.received(encodeMessage({ type: MessageType.READY }));
}

/** The frame by which the peer asks for a transaction. */
export function begin({ txId, channelId, args = ['f'], called = args, transient = {} }: MadeUp): Buffer {
    const payload = chaincodeInput.encode({ args: buffersOf(called) });
    return frame(MessageType.TRANSACTION, txId, payload, { proposal: proposalWith(args, transient), channelId });
}

/** The frame by which it is answered. */
export function answer({ txId, channelId, status = 200, result = WHOLE }: MadeUp): Buffer {
    const payload = response.encode({ status, message: '', payload: Buffer.from(result) });
    return frame(MessageType.COMPLETED, txId, payload, { channelId });
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

/** Tells a tap that a transaction asks for a value. Default: one of a collection. */
export function ask(tap: JournalTap, txId: string, collection = 'c'): void {
    tap.sent(frame(MessageType.GET_STATE, txId, requests.getState.query.encode({ key: 'k', collection })));
}

/** Tells a tap of what the peer answers to that. */
export function reply(tap: JournalTap, txId: string, value: string): void {
    tap.received(frame(MessageType.RESPONSE, txId, Buffer.from(value)));
}
