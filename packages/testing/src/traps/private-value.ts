import { type Leaf, leavesOf } from './json-leaves';
import type { NotedSite } from './origin';

/** What a transaction has read of a collection, or written to it. */
export interface PrivateRow {
    readonly collection: string;
    readonly key: string;
    readonly bytes: Buffer;
    readonly site: NotedSite;
}

/** Shorter values are in others by chance. */
const LEAST_CONTAINED = 6;
const LEAST_EQUAL = 2;
/** A value has many members, so that chance has more to find. */
const LEAST_MEMBER = 3;
/** A shorter text without a digit may be a state or a type, which many rows have. */
const LEAST_WORDS = 16;

/** A private value, to be looked for where everybody reads. */
export class PrivateValue {
    readonly #row: PrivateRow;
    #leaves: readonly Leaf[] | undefined;

    constructor(row: PrivateRow) {
        this.#row = row;
    }

    get collection(): string {
        return this.#row.collection;
    }

    get site(): NotedSite {
        return this.#row.site;
    }

    /** Whether it is there as it is, and says more than everybody may know: what has no text and no number says nothing. */
    isWholeIn(published: Buffer, known: ReadonlySet<string>): boolean {
        if (!isWholeIn(this.#row.bytes, published, LEAST_EQUAL)) return false;
        return this.#texts.some((leaf) => !this.#isKnown(leaf, known));
    }

    /**
     * Whether one of its members is there, that nothing which everybody may know says as well.
     * @param leaves of what is published
     */
    hasMemberIn(published: Buffer, leaves: readonly Leaf[], known: ReadonlySet<string>): boolean {
        return this.#texts.some(
            (leaf) =>
                leaf.name !== '' &&
                leaf.text.length >= LEAST_MEMBER &&
                isPublished(leaf, published, leaves) &&
                !this.#isKnown(leaf, known),
        );
    }

    get #texts(): readonly Leaf[] {
        return (this.#leaves ??= leavesOf(this.#row.bytes));
    }

    #isKnown({ text }: Leaf, known: ReadonlySet<string>): boolean {
        const { key } = this.#row;
        if (known.has(text) || key === text || (text.length >= LEAST_MEMBER && key.includes(text))) return true;
        // In a number, digits are by chance.
        return text.length >= LEAST_CONTAINED && [...known].some((one) => !/^\d+$/.test(one) && one.includes(text));
    }
}

/** Whether a value is another one, or within it. @param least shorter ones are not looked for */
export function isWholeIn(value: Buffer, other: Buffer, least: number): boolean {
    if (value.length < least) return false;
    return other.equals(value) || (value.length >= LEAST_CONTAINED && other.includes(value));
}

function isPublished(member: Leaf, published: Buffer, leaves: readonly Leaf[]): boolean {
    const isDistinct = member.isNumber || member.text.length >= LEAST_WORDS || /\d/.test(member.text);
    const isSame = leaves.some(
        ({ name, text }) => text === member.text && (name === '' || (isDistinct && name === member.name)),
    );
    if (isSame) return true;
    return isDistinct && !member.isNumber && member.text.length >= LEAST_CONTAINED && published.includes(member.text);
}
