import { EMPTY, MessageType, response, type ChaincodeMessageInput } from '@heddle/protocol';
import type { TransactionCall } from './transaction-context';

const SHIM_ERROR = 500;

/** What a peer's own chaincodes say to another chaincode that calls them (fabric, core/scc/qscc and cscc, Invoke). */
const REFUSALS = new Map([
    ['qscc', 'Rejecting invoke of QSCC from another chaincode because of potential for deadlocks'],
    ['cscc', 'Rejecting invoke of CSCC from another chaincode'],
]);

/** The answer of a chaincode that is a part of the peer, which is a refusal; undefined where the name is another's. */
export function systemChaincodeAnswer(
    name: string,
    { txId, channelId, proposedChaincode }: TransactionCall,
): ChaincodeMessageInput | undefined {
    const refusal = REFUSALS.get(name);
    if (refusal === undefined) return undefined;
    const message = `${refusal}, original invocation for '${proposedChaincode}'`;
    const payload = response.encode({ status: SHIM_ERROR, message, payload: EMPTY });
    return { type: MessageType.COMPLETED, payload, txId, channelId };
}
