import { badRequest } from './refusal';

const MOST_ROWS = 500;
const USUAL_ROWS = 100;

/** The part of an address behind `?`, each member checked as it is taken. */
export class Query {
    readonly #given: URLSearchParams;

    constructor(given: URLSearchParams) {
        this.#given = given;
    }

    text(name: string): string | undefined {
        return this.#given.get(name) ?? undefined;
    }

    /** @throws Refusal */
    need(name: string): string {
        const value = this.#given.get(name);
        if (value !== null) return value;
        throw badRequest(`${name} is missing`, `give ?${name}=…`);
    }

    /** How many rows, 1 to 500. @throws Refusal */
    limit(): number {
        const limit = this.number('limit') ?? USUAL_ROWS;
        if (limit >= 1 && limit <= MOST_ROWS) return limit;
        throw badRequest(`limit is ${limit}`, `give a number from 1 to ${MOST_ROWS}`);
    }

    /** A whole number from 0 on. @throws Refusal */
    number(name: string): number | undefined {
        const text = this.#given.get(name);
        if (text === null) return undefined;
        if (/^\d{1,15}$/.test(text)) return Number(text);
        throw badRequest(`${name} is ${JSON.stringify(text)}`, 'give a whole number from 0 on');
    }
}
