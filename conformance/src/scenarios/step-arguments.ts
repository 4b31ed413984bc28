import type { Json } from './script';

/** A step's arguments, read by place and type. @throws Error if an argument has another type */
export class StepArguments {
    readonly #args: readonly Json[];

    constructor(args: readonly Json[]) {
        this.#args = args;
    }

    text(at: number, otherwise?: string): string {
        const value = this.#args[at] ?? otherwise;
        if (typeof value === 'string') return value;
        throw this.#wrong(at, 'a text');
    }

    number(at: number): number {
        const value = this.#args[at];
        if (typeof value === 'number') return value;
        throw this.#wrong(at, 'a number');
    }

    texts(at: number): string[] {
        const value = this.#args[at] ?? [];
        if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
        throw this.#wrong(at, 'a list of texts');
    }

    #wrong(at: number, what: string): Error {
        return new Error(`argument ${at + 1} of a step must be ${what}, not ${JSON.stringify(this.#args[at])}`);
    }
}
