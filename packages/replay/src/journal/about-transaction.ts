import { X509Certificate } from 'node:crypto';
import type { RecordedTransaction } from '@heddle/journal';
import { type ChaincodeInput, chaincodeInput, decodeMessage, Proposal, toDate } from '@heddle/protocol';
import { identityCertificate } from '@heddle/protocol/internal';

/** What a recorded transaction was asked, and by whom. */
export interface RecordedCall {
    /** As the client named it; empty where it named none. */
    readonly functionName: string;
    readonly args: readonly Buffer[];
    /** The client's time. */
    readonly time: Date | undefined;
    /** The client: its organization, and the subject of its certificate; undefined where it cannot be read. */
    readonly client: string | undefined;
    /** Names of what the client gave to endorsers alone. */
    readonly transientNames: readonly string[];
}

/** The name of the function that was called. */
export function functionOf({ frames: [first] }: RecordedTransaction): string {
    if (first === undefined) return '';
    return inputOf(decodeMessage(first.frame).payload)?.args[0]?.toString() ?? '';
}

/** What the function was called with. */
export function argumentsOf({ frames: [first] }: RecordedTransaction): readonly Buffer[] {
    const [, ...args] = first === undefined ? [] : (inputOf(decodeMessage(first.frame).payload)?.args ?? []);
    return args;
}

/** The client's time, without whatever else is in the proposal. */
export function timeOf({ frames: [first] }: RecordedTransaction): Date | undefined {
    return first === undefined ? undefined : orUndefined(() => toDate(proposalOf(first.frame).timestamp));
}

/** All that is told of a call. */
export function describeCall(transaction: RecordedTransaction): RecordedCall {
    const [first] = transaction.frames;
    const proposal = first === undefined ? undefined : proposalOf(first.frame);
    return {
        functionName: functionOf(transaction),
        args: argumentsOf(transaction),
        time: timeOf(transaction),
        client: proposal && orUndefined(() => clientOf(proposal)),
        transientNames: (proposal && orUndefined(() => [...proposal.transient.keys()])) ?? [],
    };
}

/** What tells a transaction from others, for a report. */
export function aboutTransaction(transaction: RecordedTransaction): string[] {
    const { number, header } = transaction.session;
    const label = header.packageId.split(':', 1)[0] ?? '';
    const { client } = describeCall(transaction);
    return [
        `session ${number}`,
        ...(label === '' ? [] : [label]),
        ...(client === undefined ? [] : [`client ${client}`]),
    ];
}

function inputOf(payload: Buffer): ChaincodeInput | undefined {
    return orUndefined(() => chaincodeInput.decode(payload));
}

function proposalOf(frame: Buffer): Proposal {
    return new Proposal(decodeMessage(frame).proposal);
}

function clientOf({ identity }: Proposal): string {
    const { subject } = new X509Certificate(identityCertificate(identity.idBytes));
    return `${identity.mspId} ${subject.split('\n').reverse().join(',')}`;
}

function orUndefined<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch {
        return undefined;
    }
}
