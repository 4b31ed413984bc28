import { Refusal } from './http/refusal';

const MOST_AT_ONCE = 8;
const MOST_REMEMBERED = 1000;

/** Runs each call of a page once, however often its id comes: Enter held down, or a request that is sent again. */
export class CallsOnce {
    /** The ids of transactions by the page's own ids: undefined while one runs. */
    readonly #transactions = new Map<string, string | undefined>();
    #running = 0;

    /** @returns the transaction's id @throws Refusal for a call that runs, and where too many do; else as `call` */
    async run(callId: string, call: () => Promise<string>): Promise<string> {
        const known = this.#transactions.get(callId);
        if (known !== undefined) return known;
        if (this.#transactions.has(callId)) throw new Refusal(409, 'RUNS', 'this call is under way', 'wait for it');
        if (this.#running >= MOST_AT_ONCE)
            throw new Refusal(429, 'TOO_MANY', `${MOST_AT_ONCE} calls are under way`, 'wait for one of them');
        this.#transactions.set(callId, undefined);
        this.#running++;
        try {
            const txId = await call();
            this.#remember(callId, txId);
            return txId;
        } catch (error) {
            this.#transactions.delete(callId);
            throw error;
        } finally {
            this.#running--;
        }
    }

    #remember(callId: string, txId: string): void {
        this.#transactions.set(callId, txId);
        const [oldest] = this.#transactions.keys();
        if (this.#transactions.size > MOST_REMEMBERED && oldest !== undefined) this.#transactions.delete(oldest);
    }
}
