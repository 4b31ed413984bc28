import { chaincodeEvent } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import type { WarningDetails } from '../warnings/warn';
import type { WarningCode } from '../warning-codes';
import { quotedKey } from './quoted-key';
import type { TransactionLane } from './transaction-lane';

/** Of the transaction that the event is of. */
interface EventOwner {
    readonly lane: TransactionLane;
    warn(code: WarningCode, details: WarningDetails): void;
}

/**
 * The event of one transaction. Fabric keeps one: whoever sets a second one would lose the first without a word, so the
 * second one is refused, or the loss is logged.
 */
export class TransactionEvent {
    readonly #transaction: EventOwner;
    #name: string | undefined;
    #encoded: Buffer | undefined;
    #replaces = true;

    constructor(transaction: EventOwner) {
        this.#transaction = transaction;
    }

    /** An encoded ChaincodeEvent, where one was set. */
    get encoded(): Buffer | undefined {
        return this.#encoded;
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
        if (this.#name !== undefined) this.#second(this.#name, name, method);
        this.#encoded = chaincodeEvent.encode({ name, payload });
        this.#name = name;
    }

    #second(first: string, second: string, method: unknown): void {
        if (!this.#replaces) throw alreadySet(first, second);
        this.#transaction.warn('EVENT_REPLACED', { what: `${quotedKey(second)} after ${quotedKey(first)}`, method });
    }
}

function alreadySet(first: string, second: string): ChaincodeError {
    return new ChaincodeError(
        'EVENT_ALREADY_SET',
        `setEvent of ${quotedKey(second)} after ${quotedKey(first)}: a transaction has one event, and the first one would be ` +
            'lost. Set one event whose payload tells of all that happened, such as a list',
    );
}
