import type { Sayable } from './environment';

/** One of the three files that TLS may need: what it holds, and how it can be named. */
export interface TlsPart {
    readonly what: string;
    readonly pem: Sayable;
    /** Undefined for a file that is taken as PEM only. */
    readonly base64: Sayable | undefined;
    /** Whether both names are set at once, for the same content; the PEM counts then. Default: that is a mistake. */
    readonly isNamedTwice?: boolean;
}
