import type { AbstractLevel } from 'abstract-level';

/** Any database of the abstract-level family that can store bytes: memory-level, classic-level, … */
export type LedgerDatabase = AbstractLevel<string | Buffer | Uint8Array>;
