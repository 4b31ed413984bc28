/** A value, or what it would have to be, to follow "must be". */
export type Parsed<T> = { readonly value: T } | { readonly expected: string };

/** Why a value has no text: a sentence that begins with "is". */
export interface Unwritable {
    readonly problem: string;
}

/** What JSON itself has: a string, a number, true and false. */
interface OwnInJson {
    readonly expected: string;
    readonly parse?: undefined;
}

/** What JSON has no value for: a string says it. */
export interface TextInJson<T> {
    /** What the string holds, to follow "a string with". */
    readonly expected: string;
    readonly parse: (text: string) => Parsed<T>;
    /** Writes the same text for equal values, of characters that JSON need not escape. */
    write(value: T): string | Unwritable;
}

/**
 * A type whose values have no parts, with everything that depends on it: one file here and its place in SCALARS make a
 * new one. What runs for each value is compiled of it at start-up.
 */
export interface Scalar<T = unknown> {
    /** The texts that stand for it where a type is written as text. Messages use the first. */
    readonly names: readonly string[];
    /** What stands for it where a type is written as a value, and what compilers emit for it. */
    readonly constructors: readonly unknown[];
    /** Names of validators of class-validator that only this type can satisfy. */
    readonly validators: readonly string[];
    readonly is: (value: unknown) => value is T;
    /** Parses an argument's text. Undefined for bytes, which are an argument already. */
    readonly parse: ((text: string) => Parsed<T>) | undefined;
    readonly json: OwnInJson | TextInJson<T>;
    /** In Fabric's contract metadata. */
    readonly schema: Readonly<Record<string, unknown>>;
}

/** A scalar that JSON has in a string. */
export interface TextScalar<T> extends Scalar<T> {
    readonly json: TextInJson<T>;
}
