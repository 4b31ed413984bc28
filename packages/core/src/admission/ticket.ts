import { chaincodeInput, type ReceivedMessage } from '@heddle/protocol';
import { fullNameOf, type NameOf, type TransactionName } from '../transaction-name';
import type { Entrant, FunctionPlaces, Refusal } from './entrant';
import { isNestedCall } from './nested-call';

/** What all transactions of a stream have in common, and what happens to them. */
export interface TicketOwner {
    readonly packageId: string;
    readonly peer: string;
    readonly nameOf: NameOf;
    readonly places: ReadonlyMap<string, FunctionPlaces>;
    begin(ticket: Ticket, frame: Uint8Array, waitedMs: number): void;
    refuse(ticket: Ticket, refusal: Refusal): void;
}

/** A transaction that a peer asks for, with its frame until it begins. */
export class Ticket implements Entrant {
    readonly packageId: string;
    readonly channelId: string;
    readonly txId: string;
    readonly peer: string;
    readonly bytes: number;
    readonly places: FunctionPlaces | undefined;
    readonly #owner: TicketOwner;
    /** Undefined once it has begun, or never will: the frame's bytes are not kept for longer. */
    #asked: { readonly message: ReceivedMessage; readonly frame: Uint8Array } | undefined;

    constructor(owner: TicketOwner, message: ReceivedMessage, frame: Uint8Array) {
        this.packageId = owner.packageId;
        this.channelId = message.channelId;
        this.txId = message.txId;
        this.peer = owner.peer;
        this.bytes = frame.length;
        this.#owner = owner;
        this.#asked = { message, frame };
        // Which function it is matters only then: to find out, the input has to be decoded.
        this.places = owner.places.size === 0 ? undefined : owner.places.get(this.#fullName);
    }

    /** Whether it has not been told yet. */
    get isWaiting(): boolean {
        return this.#asked !== undefined;
    }

    /** What its function is called; undefined once it is settled. */
    get name(): TransactionName | undefined {
        return this.#owner.nameOf(this.#functionName);
    }

    isNested(): boolean {
        return this.#asked !== undefined && isNestedCall(this.#asked.message);
    }

    begin(waitedMs: number): void {
        if (this.#asked !== undefined) this.#owner.begin(this, this.#asked.frame, waitedMs);
    }

    refuse(refusal: Refusal): void {
        this.#owner.refuse(this, refusal);
    }

    /** It has been told, and its frame is not needed any more. */
    settle(): void {
        this.#asked = undefined;
    }

    get #fullName(): string {
        return fullNameOf(this.name) ?? this.#functionName;
    }

    get #functionName(): string {
        if (this.#asked === undefined) return '';
        try {
            return chaincodeInput.decode(this.#asked.message.payload).args[0]?.toString() ?? '';
        } catch {
            // The session refuses it, once it has a place.
            return '';
        }
    }
}
