import type { CallAnswer } from '@heddle/studio';
import { Refusal } from './http/refusal';

const MOST_AT_ONCE = 8;
const MOST_REMEMBERED = 1000;

/** Runs each call of a page once, however often its id comes: Enter held down, or a request that is sent again. */
export class CallsOnce {
    /** By the page's own ids: undefined while one runs. */
    readonly #answers = new Map<string, CallAnswer | undefined>();
    #running = 0;

    /** @throws Refusal for a call that runs, and where too many do; else as `call` */
    async run(callId: string, call: () => Promise<CallAnswer>): Promise<CallAnswer> {
        const known = this.#answers.get(callId);
        if (known !== undefined) return known;
        if (this.#answers.has(callId)) throw new Refusal(409, 'RUNS', 'this call is under way', 'wait for it');
        if (this.#running >= MOST_AT_ONCE)
            throw new Refusal(429, 'TOO_MANY', `${MOST_AT_ONCE} calls are under way`, 'wait for one of them');
        this.#answers.set(callId, undefined);
        this.#running++;
        try {
            const answer = await call();
            this.#remember(callId, answer);
            return answer;
        } catch (error) {
            this.#answers.delete(callId);
            throw error;
        } finally {
            this.#running--;
        }
    }

    #remember(callId: string, answer: CallAnswer): void {
        this.#answers.set(callId, answer);
        const [oldest] = this.#answers.keys();
        if (this.#answers.size > MOST_REMEMBERED && oldest !== undefined) this.#answers.delete(oldest);
    }
}
