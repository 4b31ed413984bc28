import type { ReadTransaction } from '@heddle/local-peer';
import type { Place } from './ledger-past';
import type { Recorded } from './summary';

/** A transaction that is only in its block: nobody has recorded how it ran. */
export function recordedFromBlock(transaction: ReadTransaction, place: Place, of: number): Recorded {
    const { txId, creator, chaincode, args, isInit, response, event, readWriteSet, endorsedBy, status, time } =
        transaction;
    return {
        seq: 0,
        at: time,
        isTried: false,
        build: 0,
        proposal: {
            purpose: 'endorse',
            txId,
            channel: '',
            chaincode,
            creator,
            isInit,
            args,
            transientKeys: [],
            begin: time,
            milliseconds: 0,
            height: undefined,
            peers: [],
            disagreement: undefined,
            demands: [],
            result: response && { response, event, readWriteSet, endorsedBy, unchecked: undefined },
            error: undefined,
        },
        commit: { block: Number(place.block), txNumber: place.txNumber, of, code: status, time },
    };
}
