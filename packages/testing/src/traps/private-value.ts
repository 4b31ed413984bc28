import { type Leaf, leavesOf } from './json-leaves';
import type { NotedSite } from './origin';
import type { SearchedTexts } from './searched-texts';

/** What a transaction has read of a collection, or written to it. */
export interface PrivateRow {
    readonly collection: string;
    readonly key: string;
    readonly bytes: Buffer;
    readonly site: NotedSite;
}

/** What of a private value may have been published: it stands somewhere, and nothing that everybody may know says as much. */
export interface Suspect {
    readonly row: PrivateRow;
    readonly isWhole: boolean;
    readonly members: readonly Leaf[];
}

/** Shorter values are in others by chance. */
const LEAST_CONTAINED = 6;
const LEAST_EQUAL = 2;
/** A value has many members, so that chance has more to find. */
const LEAST_MEMBER = 3;
/** A shorter text without a digit may be a state or a type, which many rows have. */
const LEAST_WORDS = 16;

/**
 * Looks at a private value beside all that is published; undefined where nothing of it stands there. What has no text and no
 * number, such as `true`, says nothing.
 */
export function suspectOf(row: PrivateRow, published: SearchedTexts, known: SearchedTexts): Suspect | undefined {
    const unknown = leavesOf(row.bytes).filter((leaf) => !isKnown(leaf, row.key, known));
    if (unknown.length === 0) return undefined;
    const isWhole = row.bytes.length >= LEAST_EQUAL && published.contains(row.bytes);
    const members = unknown.filter(
        ({ name, text }) =>
            name !== '' && text.length >= LEAST_MEMBER && (published.has(text) || published.contains(text)),
    );
    return isWhole || members.length > 0 ? { row, isWhole, members } : undefined;
}

function isKnown({ text }: Leaf, key: string, known: SearchedTexts): boolean {
    if (text === '' || known.has(text) || key === text || (text.length >= LEAST_MEMBER && key.includes(text)))
        return true;
    return text.length >= LEAST_CONTAINED && known.contains(text);
}

/**
 * Whether a published value has a private one, or a member of it.
 * @param leaves of what is published
 */
export function isPublishedIn({ row, isWhole, members }: Suspect, published: Buffer, leaves: readonly Leaf[]): boolean {
    if (isWhole && isWholeIn(row.bytes, published, LEAST_EQUAL)) return true;
    return members.some((member) => isMemberIn(member, published, leaves));
}

/** Whether a value is another one, or within it. @param least shorter ones are not looked for */
export function isWholeIn(value: Buffer, other: Buffer, least: number): boolean {
    if (value.length < least) return false;
    return other.equals(value) || (value.length >= LEAST_CONTAINED && other.includes(value));
}

function isMemberIn(member: Leaf, published: Buffer, leaves: readonly Leaf[]): boolean {
    const isDistinct = member.isNumber || member.text.length >= LEAST_WORDS || /\d/.test(member.text);
    const isSame = leaves.some(
        ({ name, text }) => text === member.text && (name === '' || (isDistinct && name === member.name)),
    );
    if (isSame) return true;
    return isDistinct && !member.isNumber && member.text.length >= LEAST_CONTAINED && published.includes(member.text);
}
