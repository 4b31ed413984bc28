/**
 * The transactions that have called another chaincode and have seen something private, by their ids. One for all sessions
 * of a journal: the chaincode that is called may be served in another one, on another channel.
 */
export class PrivateCalls {
    /** How many of them are under way: peers of several organizations ask for the same transaction. */
    readonly #counts = new Map<string, number>();

    get isEmpty(): boolean {
        return this.#counts.size === 0;
    }

    has(txId: string): boolean {
        return this.#counts.has(txId);
    }

    begin(txId: string): void {
        this.#counts.set(txId, (this.#counts.get(txId) ?? 0) + 1);
    }

    end(txId: string): void {
        const count = (this.#counts.get(txId) ?? 0) - 1;
        if (count > 0) this.#counts.set(txId, count);
        else this.#counts.delete(txId);
    }
}
