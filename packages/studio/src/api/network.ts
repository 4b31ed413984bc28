import type { Coverage } from './channel';
import type { Who } from './value';

export interface Network {
    readonly api: 1;
    readonly mode: 'dev' | 'real';
    readonly run: string;
    readonly channel: string;
    readonly fork?: string; // `fork of mychannel at 149`
    readonly height: number;
    /** How often the ledger went back in this run; absent of one that never does. */
    readonly reverts?: number;
    readonly organizations: readonly { readonly mspId: string; readonly users: readonly string[] }[];
    readonly chaincodes: readonly {
        readonly name: string;
        readonly collections: readonly string[];
        readonly policy?: string;
        readonly debug?: string; // what runs a transaction again, before its id
    }[];
    readonly queries: string;
    /** Of a real network. */
    readonly coverage?: Coverage;
    readonly can: {
        readonly submit: boolean;
        readonly evaluate: boolean;
        readonly try: boolean;
        readonly hold: boolean;
        readonly users: boolean;
        readonly build: boolean;
        readonly transientValues: boolean;
    };
}

export interface IdentityRow extends Who {
    readonly roles: readonly string[];
    readonly attributes: Readonly<Record<string, string>>;
    readonly notBefore: string;
    readonly notAfter: string;
    readonly issuer: string;
    /** SHA-256 of the certificate, hexadecimal. */
    readonly fingerprint: string;
    /** Of an own network; the key itself is told to nobody. */
    readonly certificatePath?: string;
    readonly privateKeyPath?: string;
}

/** A user that is to be made, by the rules of `heddle dev --user`. */
export interface NewUser {
    readonly name: string;
    readonly mspId: string;
    readonly attributes: Readonly<Record<string, string>>;
}

export interface Found {
    readonly kind: 'transaction' | 'block' | 'key' | 'function' | 'screen';
    readonly text: string;
    readonly about: string;
    readonly href: string;
}
