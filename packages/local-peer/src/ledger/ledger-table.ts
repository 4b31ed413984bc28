import type { AbstractBatchOperation, AbstractSublevel } from 'abstract-level';
import type { LedgerDatabase } from './ledger-database';

/** A part of a ledger's database, with keys and values of bytes. */
export type LedgerTable = AbstractSublevel<LedgerDatabase, string | Buffer | Uint8Array, Buffer, Buffer>;

/** One change of a batch. */
export type LedgerOperation = AbstractBatchOperation<LedgerDatabase, Buffer, Buffer> & {
    readonly sublevel: LedgerTable;
};

export function put(sublevel: LedgerTable, key: Buffer, value: Buffer): LedgerOperation {
    return { type: 'put', sublevel, key, value };
}

export function putOrDelete(sublevel: LedgerTable, key: Buffer, value: Buffer | undefined): LedgerOperation {
    return value === undefined ? { type: 'del', sublevel, key } : put(sublevel, key, value);
}
