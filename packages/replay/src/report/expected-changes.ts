import type { Difference } from '../differences';

/** A change that is meant: this function may differ in this. */
export interface ExpectedChange {
    readonly function: string;
    /** As a report names it, `*` for any characters: `write of *, fee`. */
    readonly what: string;
}

/**
 * The changes that a new version is meant to make. Each has to happen: a list whose entries match nothing any more would
 * excuse what nobody has thought of.
 */
export class ExpectedChanges {
    readonly #entries: readonly { readonly change: ExpectedChange; readonly pattern: RegExp }[];
    readonly #met = new Set<ExpectedChange>();

    constructor(changes: readonly ExpectedChange[]) {
        this.#entries = changes.map((change) => ({ change, pattern: patternOf(change.what) }));
    }

    /** Those of the differences that are not expected; the entries that match are noted. */
    unexpected(functionName: string, differences: readonly Difference[]): Difference[] {
        return differences.filter(({ what }) => {
            const entry = this.#entries.find(
                ({ change, pattern }) => change.function === functionName && pattern.test(what),
            );
            if (entry !== undefined) this.#met.add(entry.change);
            return entry === undefined;
        });
    }

    /** The entries that have matched nothing. */
    get unmet(): ExpectedChange[] {
        return this.#entries.map(({ change }) => change).filter((change) => !this.#met.has(change));
    }
}

/**
 * Reads a list of expected changes from JSON.
 * @param file its name, for errors
 * @throws Error where it is not a list of `{ "function", "what" }`
 */
export function parseExpectedChanges(text: string, file: string): ExpectedChanges {
    const remedy = 'write a list such as [{ "function": "transferAsset", "what": "write of *, fee" }]';
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch (error) {
        throw new Error(`${file} is not JSON (${(error as Error).message}): ${remedy}`, { cause: error });
    }
    if (!Array.isArray(parsed)) throw new Error(`${file} is not a list: ${remedy}`);
    const wrong = parsed.findIndex((entry) => !isExpectedChange(entry));
    if (wrong >= 0) throw new Error(`entry ${wrong + 1} of ${file} has no function or no what: ${remedy}`);
    return new ExpectedChanges(parsed as ExpectedChange[]);
}

function isExpectedChange(entry: unknown): entry is ExpectedChange {
    if (typeof entry !== 'object' || entry === null) return false;
    const { function: name, what } = entry as Partial<Record<keyof ExpectedChange, unknown>>;
    return typeof name === 'string' && typeof what === 'string';
}

function patternOf(what: string): RegExp {
    const parts = what.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`, 's');
}
