import { MAX_MESSAGE_BYTES } from '@heddle/protocol';

/** How many messages that read are answered before a lost one is taken for an accident. */
const TRUSTED_AFTER = 10_000;

/**
 * How large the values of a chaincode are, as far as they have been seen: as much may be expected of each key of a
 * multiple read. One for all sessions of a chaincode, for an answer above 100 MiB ends the stream with all that is on
 * it, and the next session must not ask for the same again.
 */
export class ValueSizes {
    #largest = 0;
    /** What a value must hold if the answer to a lost read was too large; 0 where nothing is suspected. */
    #suspected = 0;
    /** Whether a read was lost, and few were answered since. */
    #isWary = false;
    #answeredSince = 0;

    /** In bytes. */
    get expected(): number {
        return Math.max(this.#largest, this.#suspected);
    }

    /** Takes note of a value that was read or written. */
    note(size: number): void {
        if (size > this.#largest) this.#largest = size;
    }

    /** Takes note of a read that was answered, of one key or of several: where two may be too much, all are of one. */
    noteAnswer(): void {
        if (this.#isWary && ++this.#answeredSince >= TRUSTED_AFTER) this.#trust();
    }

    /**
     * Takes note of a stream that ended while it was to answer a multiple read of so many keys. A peer that cannot send an answer
     * gives the stream up and then closes the connection; one that restarts only closes the connection. So a lost connection
     * counts for a restart, but not the second one in a short time: to take a large answer for a restart again and again
     * would cost all that is on the stream each time.
     * @returns whether smaller reads are asked for from now on
     */
    noteLoss(keys: number, isConnectionLost = false): boolean {
        const isRestart = isConnectionLost && !this.#isWary;
        if (!isRestart) this.#suspected = Math.max(this.#suspected, Math.ceil(MAX_MESSAGE_BYTES / keys));
        this.#isWary = true;
        this.#answeredSince = 0;
        return !isRestart;
    }

    #trust(): void {
        this.#suspected = 0;
        this.#isWary = false;
    }
}
