import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { SimulatedQueries } from '../records/simulated-query';

/** What a simulation read and wrote. */
export interface SimulationResult {
    readonly readWriteSet: ReadWriteSet;
    readonly privateWrites: readonly PrivateWriteSet[];
    readonly privateReads: readonly PrivateRead[];
    /** What it asked that the read-write set does not say. */
    readonly queries: SimulatedQueries;
}

/** A collection, of a chaincode, that values were read from. */
export interface PrivateRead {
    readonly namespace: string;
    readonly collection: string;
}
