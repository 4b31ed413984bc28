import type { LedgerReader, ObservedProposal } from '@heddle/local-peer';
import type { LogLine } from '@heddle/studio';
import type { AskPolicies } from './endorsement-view';
import type { LedgerPast, PastValue, Place } from './ledger-past';

/** What the page has of the ledger to tell of transactions. */
export interface LedgerSource {
    readonly reader: LedgerReader;
    readonly past: LedgerPast;
    /** The blocks whose writes are known, the last one excluded; absent where all are. */
    readonly known?: () => { readonly from: bigint; readonly end: bigint };
    /** What a transaction would be held against now; absent where nobody can tell. */
    readonly policiesOf?: AskPolicies;
    /** What the chaincode has printed of a transaction; absent where nobody hears it. */
    readonly logOf?: (proposal: ObservedProposal) => readonly LogLine[];
    /** Names of a function's parameters, as far as the metadata has them. */
    parametersOf(chaincode: string, name: string): readonly string[];
}

/** Whether what was found of a key is the newest before a place: no block between is one that was not read. */
export function isKnownAt(place: Place, found: PastValue | undefined, { known }: LedgerSource): boolean {
    if (known === undefined) return true;
    const { from, end } = known();
    return place.block <= end && (found !== undefined || from === 0n);
}
