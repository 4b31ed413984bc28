import { bytesOf, keptBytesOf } from './bytes';
import type { Place } from './ledger-past';
import type { Recorded } from './summary';

/** Which transaction it is, in which place; of one that is in no block, everything was before. */
export interface At {
    readonly id: string;
    readonly place: Place;
    readonly isValid: boolean;
}

const LAST: Place = { block: BigInt(Number.MAX_SAFE_INTEGER), txNumber: 0 };

export function atOf({ proposal, commit }: Recorded): At {
    const place = commit === undefined ? LAST : { block: BigInt(commit.block), txNumber: commit.txNumber };
    return { id: proposal.txId, place, isValid: commit?.code === 'VALID' };
}

export function isInBlock({ place }: At): boolean {
    return place !== LAST;
}

/** Of what is in a block, the block has all of each value. */
export function viewOf(at: At): typeof keptBytesOf {
    return isInBlock(at) ? bytesOf : keptBytesOf;
}
