import { chaincodeEvent } from '@heddle/protocol';
import type { ChaincodeEvent, ChaincodeResponse } from '../records/chaincode-response';
import type { ReadWriteSet } from '../records/read-write-set';
import { encodeReadWriteSet } from '../records/read-write-set-codec';
import { chaincodeAction, proposalResponsePayload } from '../records/transaction-envelope';
import type { UnpackedProposal } from './unpacked-proposal';

/** What a chaincode of a version has answered and done. */
export interface EndorsedResult {
    readonly response: ChaincodeResponse;
    readonly event: ChaincodeEvent | undefined;
    readonly readWriteSet: ReadWriteSet;
    readonly version: string;
}

/** Makes what all endorsers of a transaction have to agree on, byte for byte. */
export function encodeResponsePayload(
    { hash, chaincode, channelHeader }: UnpackedProposal,
    { response, event, readWriteSet, version }: EndorsedResult,
): Buffer {
    const { txId } = channelHeader;
    return proposalResponsePayload.encode({
        proposalHash: hash,
        extension: chaincodeAction.encode({
            results: encodeReadWriteSet(readWriteSet),
            event: event && chaincodeEvent.encode({ ...event, chaincodeId: chaincode, txId }),
            response,
            chaincodeId: { name: chaincode, version },
        }),
    });
}
