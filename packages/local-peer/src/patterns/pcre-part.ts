import { type ByteSet, setSource } from './pcre-bytes';

/** A part of an expression in JavaScript. */
export interface Part {
    readonly source: string;
    /** How many bytes it matches, if that is always the same. */
    readonly length: number | undefined;
    readonly canBeEmpty: boolean;
    /** Whether it repeats what can be empty: PCRE ends at an empty turn, JavaScript goes back and takes another way. */
    readonly repeatsEmpty: boolean;
}

/** A part that a repetition may stand behind, or may not. */
export type Atom = Part & {
    readonly isRepeatable: boolean;
    /** Looks around, and matches no bytes however often. */
    readonly isLook?: boolean;
};

export const EMPTY: Part = { source: '', length: 0, canBeEmpty: true, repeatsEmpty: false };

export function one(bytes: ByteSet): Part {
    return { source: setSource(bytes), length: 1, canBeEmpty: false, repeatsEmpty: false };
}

export function repeatable(part: Part): Atom {
    return { ...part, isRepeatable: true };
}

/** What matches no bytes, and cannot be repeated. */
export function fixed(source: string): Atom {
    return { ...EMPTY, source, isRepeatable: false };
}

/** Matches one after the other. */
export function concatenate(parts: readonly Part[]): Part {
    const lengths = parts.map(({ length }) => length);
    return {
        source: parts.map(({ source }) => source).join(''),
        length: lengths.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0),
        canBeEmpty: parts.every((part) => part.canBeEmpty),
        repeatsEmpty: parts.some((part) => part.repeatsEmpty),
    };
}

/** Matches one or another. */
export function join(parts: readonly Part[]): Part {
    const [first = EMPTY, ...others] = parts;
    if (others.length === 0) return first;
    return {
        source: `(?:${parts.map(({ source }) => source).join('|')})`,
        length: others.every(({ length }) => length === first.length) ? first.length : undefined,
        canBeEmpty: parts.some((part) => part.canBeEmpty),
        repeatsEmpty: parts.some((part) => part.repeatsEmpty),
    };
}
