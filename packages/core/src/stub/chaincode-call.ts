import { chaincodeEvent, type ChaincodeMessage, MessageType, requests, response } from '@heddle/protocol';
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
    /** The event that it set. Fabric drops it: the transaction's event is the outermost chaincode's. */
    readonly event?: { readonly name: string; readonly payload: Buffer };
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
    if (answer.type === MessageType.COMPLETED) return readAnswer(() => calledResponse(answer));
    throw new ChaincodeError('PEER_ERROR', `chaincode ${target} gave no response: ${answer.payload.toString()}`);
}

function calledResponse({ payload, event }: ChaincodeMessage): CalledChaincodeResponse {
    const called = response.decode(payload);
    if (event.length === 0) return called;
    const set = chaincodeEvent.decode(event);
    return { ...called, event: { name: set.name, payload: set.payload } };
}
