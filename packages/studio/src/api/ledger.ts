import type { ConfigurationChange, ConfigurationFacts } from './channel';
import type { OtherTransaction } from './transaction';
import type { Bytes, Key, Who } from './value';

export interface StateRow {
    readonly key: Key;
    readonly version: string;
    readonly size: number;
    readonly preview: string;
}

export interface KeyState {
    readonly key: Key;
    readonly value?: Bytes;
    readonly version?: string;
    readonly writtenBy?: OtherTransaction;
    readonly policy?: string;
}

export interface KeyVersion {
    readonly version: string;
    readonly time: string;
    readonly isDelete: boolean;
    readonly value?: Bytes;
    readonly by?: OtherTransaction;
}

export interface PrivateRow {
    readonly mspId: string;
    readonly has: 'value' | 'hash' | 'nothing';
    readonly value?: Bytes;
    readonly hash?: string;
    readonly matches?: boolean;
}

export interface BlockRow {
    readonly number: number;
    readonly time: string;
    readonly size: number;
    readonly hash: string;
    readonly previousHash: string;
    readonly dataHash: string;
    readonly transactions: readonly {
        readonly id: string;
        readonly code: string;
        readonly call: string;
        readonly by: Who;
    }[];
}

/** A block, whole. */
export interface BlockFacts extends BlockRow {
    /** Whether it names the hash of the block before. */
    readonly isLinked: boolean;
    /** Orderers, by name; empty where none has signed. */
    readonly signedBy: readonly Who[];
    readonly configuration?: ConfigurationFacts;
    /** Of a configuration: what it has changed. */
    readonly changed?: {
        /** The block with the one before; null for the first one. */
        readonly since: number | null;
        /** False where that block is not here. */
        readonly isKnown: boolean;
        readonly rows: readonly ConfigurationChange[];
    };
}

export interface EventRow {
    readonly name: string;
    readonly chaincode: string;
    readonly payload: Bytes;
    readonly block: number;
    readonly txNumber: number;
    readonly id: string;
}
