/** Neither keys nor JSON have this byte: no part is found across two texts. */
const BETWEEN = Buffer.from([0]);

/** Many texts in which others are looked for at once: to ask each one takes too long where there are thousands of both. */
export class SearchedTexts {
    readonly #whole: ReadonlySet<string>;
    readonly #all: Buffer;

    /**
     * @param whole what is found as a whole
     * @param searched what parts are found in as well
     */
    constructor(whole: Iterable<string>, searched: readonly (string | Buffer)[]) {
        this.#whole = new Set(whole);
        this.#all = Buffer.concat(
            searched.flatMap((one) => [typeof one === 'string' ? Buffer.from(one) : one, BETWEEN]),
        );
    }

    /** Whether it is one of them. */
    has(text: string): boolean {
        return this.#whole.has(text);
    }

    /** Whether it stands within one of them. */
    contains(part: string | Buffer): boolean {
        return this.#all.includes(part);
    }
}
