/**
 * What the page and the process that serves it say to each other, under `/api/v1`, as JSON: the words of this folder. Block
 * numbers are numbers, times are ISO 8601 with milliseconds, versions are `16.0`: block and place in it.
 */

/** Bytes: as text where they are UTF-8 without U+0000. `cut` where they are not all here: `of` names them for `bytes`; `isLost` where nobody has the rest. */
export interface Bytes {
    readonly size: number;
    readonly text?: string;
    readonly base64?: string;
    readonly cut?: true;
    readonly of?: string;
    readonly isLost?: true;
}

export interface Who {
    readonly mspId: string;
    readonly user: string;
}

export interface Key {
    readonly text: string;
    /** Of a composite key: object type, then attributes. */
    readonly parts?: readonly string[];
}

export interface Where {
    readonly namespace: string;
    readonly collection?: string;
    readonly key?: Key;
    /** Of a private key, hexadecimal. */
    readonly keyHash?: string;
}

/** A page of something; `next` is to be given as `before` or `after`. */
export interface Page<Item> {
    readonly items: readonly Item[];
    readonly next: string | null;
}

export interface ApiError {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
}
