import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';

/** What a simulation read and wrote. */
export interface SimulationResult {
    readonly readWriteSet: ReadWriteSet;
    readonly privateWrites: readonly PrivateWriteSet[];
    readonly privateReads: readonly PrivateRead[];
}

/** A collection, of a chaincode, that values were read from. */
export interface PrivateRead {
    readonly namespace: string;
    readonly collection: string;
}
