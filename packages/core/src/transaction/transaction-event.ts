import { chaincodeEvent } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import type { WarningCode } from '../warning-codes';
import type { WarningDetails } from '../warnings/warn';
import { quotedKey } from './quoted-key';
import type { TransactionLane } from './transaction-lane';

/** One event as Fabric has it. */
export interface EventContent {
    readonly name: string;
    readonly payload: Uint8Array;
}

/** Of the transaction that the event is of. */
interface EventOwner {
    readonly lane: TransactionLane;
    warn(code: WarningCode, details: WarningDetails): void;
}

/** What was set, or emitted, first; of events that were emitted there may be several. */
interface Pending {
    readonly name: string;
    readonly by: 'setEvent' | 'emit';
    readonly encoded: () => Buffer;
}

type Named = Pick<Pending, 'name' | 'by'>;

/**
 * The event of one transaction. Fabric keeps one: whoever sets a second one would lose the first without a word, so the
 * second one is refused, or the loss is logged.
 */
export class TransactionEvent {
    readonly #transaction: EventOwner;
    #pending: Pending | undefined;
    #replaces = true;

    constructor(transaction: EventOwner) {
        this.#transaction = transaction;
    }

    /** An encoded ChaincodeEvent, where one was set. */
    get encoded(): Buffer | undefined {
        return this.#pending?.encoded();
    }

    /** From now on a second event is an error; otherwise it takes the first one's place, as in Fabric's own shims. */
    refuseSecond(): void {
        this.#replaces = false;
    }

    /**
     * @param method what the author called
     * @throws ChaincodeError EVENT_ALREADY_SET for a second event where those are refused, even one that equals the first:
     * two things that happened would be told as one; TRANSACTION_ENDED, or why it was ended, where it can reach nobody
     */
    set(name: string, payload: Uint8Array, method?: unknown): void {
        this.#transaction.lane.refuseEnded();
        if (this.#pending !== undefined) this.#second(this.#pending, { name, by: 'setEvent' }, method);
        const encoded = chaincodeEvent.encode({ name, payload });
        this.#pending = { name, by: 'setEvent', encoded: () => encoded };
    }

    /**
     * Notes one of several events that the contract layer gathers.
     * @param content makes the one event that tells of all of them; it is called when the transaction has succeeded
     * @returns whether those that were noted before still count: not after a `setEvent` that took their place
     * @throws ChaincodeError as `set`, where the event was set by `setEvent`
     */
    emit(name: string, content: () => EventContent): boolean {
        this.#transaction.lane.refuseEnded();
        const before = this.#pending;
        if (before?.by === 'emit') return true;
        if (before !== undefined) this.#second(before, { name, by: 'emit' });
        this.#pending = { name, by: 'emit', encoded: () => chaincodeEvent.encode(content()) };
        return false;
    }

    #second(first: Named, second: Named, method?: unknown): void {
        if (!this.#replaces) throw alreadySet(first, second);
        this.#transaction.warn('EVENT_REPLACED', { what: described(first, second), method });
    }
}

function alreadySet(first: Named, second: Named): ChaincodeError {
    return new ChaincodeError(
        'EVENT_ALREADY_SET',
        `${described(first, second)}: a transaction has one event in Fabric, and the first one would be lost. Use ctx.emit ` +
            'for both, which may be called several times, or set one event whose payload tells of all that happened',
    );
}

function described(first: Named, second: Named): string {
    return `${second.by} of ${quotedKey(second.name)} after ${first.by} of ${quotedKey(first.name)}`;
}
