import { isSubmitted } from './author-lines';
import type { PlayedCall, PlayObserver } from './play';
import type { CallStep, Step } from './steps';

/** What calls and blocks come to, in the order in which a written test is told of it. */
export class OutcomeList implements PlayObserver {
    readonly outcomes: string[] = [];
    /** Calls that the test submits: what their blocks say is theirs. */
    readonly #submitted: ReadonlySet<number>;

    constructor(steps: readonly Step[]) {
        const submitted = steps.filter((step, at) => step.do === 'call' && isSubmitted(steps, step, at));
        this.#submitted = new Set(submitted.map((step) => (step.do === 'call' ? step.id : -1)));
    }

    called({ step, code }: PlayedCall): void {
        if (code !== 'OK' || !this.#submitted.has(step.id)) this.outcomes.push(code);
    }

    committed({ id }: CallStep, status: string): void {
        const isOwn = this.#submitted.has(id);
        this.outcomes.push(isOwn && status === 'VALID' ? 'OK' : status);
    }
}
