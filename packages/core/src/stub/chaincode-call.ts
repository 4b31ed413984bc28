import { MessageType, requests, response } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import { readAnswer } from '../transaction/peer-answer';
import type { TransactionLane } from '../transaction/transaction-lane';

/** Which chaincode is called, and with what. */
export interface ChaincodeCall {
    readonly name: string;
    /** '' for the caller's own. */
    readonly channel: string;
    readonly args: readonly Uint8Array[];
}

/** What a called chaincode answered. */
export interface CalledChaincodeResponse {
    readonly status: number;
    readonly message: string;
    readonly payload: Buffer;
}

/**
 * Calls another chaincode through the peer.
 * @throws ChaincodeError PEER_ERROR where the other chaincode, or the peer, did not answer with a response
 */
export async function callChaincode(lane: TransactionLane, call: ChaincodeCall): Promise<CalledChaincodeResponse> {
    const target = call.channel === '' ? call.name : `${call.name}/${call.channel}`;
    const answer = await lane.request(requests.invokeChaincode, {
        chaincodeId: { name: target },
        input: { args: call.args },
    });
    if (answer.type === MessageType.COMPLETED) return readAnswer(() => response.decode(answer.payload));
    throw new ChaincodeError('PEER_ERROR', `chaincode ${target} gave no response: ${answer.payload.toString()}`);
}
