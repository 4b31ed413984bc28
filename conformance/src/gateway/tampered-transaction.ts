import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { statusOf, submitting } from './gateway-requests';
import type { RawClient } from './raw-client';

/** The parts of an endorsed transaction that a client may change before it signs. */
export interface TransactionParts {
    readonly header: common.Header;
    readonly transaction: peer.Transaction;
    readonly response: peer.ProposalResponsePayload;
    readonly action: peer.ChaincodeAction;
}

/**
 * Submits a transaction that is changed between its endorsement and the client's signature.
 * @returns asks what has become of it: a code of validation
 */
export async function submitTampered(
    client: RawClient,
    change: (parts: TransactionParts) => void,
): Promise<() => Promise<number>> {
    let id = '';
    const answer = await submitting((envelope) => {
        tamper(envelope, (parts) => {
            change(parts);
            id = common.ChannelHeader.deserializeBinary(parts.header.getChannelHeader_asU8()).getTxId();
        });
    })(client);
    if (answer.code !== 'OK') throw new Error(`the transaction was not taken: ${answer.message}`);
    return async () => {
        const { reply } = await statusOf((request) => {
            request.setTransactionId(id);
        })(client);
        return gateway.CommitStatusResponse.deserializeBinary(reply).getResult();
    };
}

function tamper(envelope: common.Envelope, change: (parts: TransactionParts) => void): void {
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
    const first = there(transaction.getActionsList()[0]);
    const called = peer.ChaincodeActionPayload.deserializeBinary(first.getPayload_asU8());
    const endorsed = there(called.getAction());
    const response = peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8());
    const action = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
    const signed = response.getExtension_asU8();
    change({ header: there(payload.getHeader()), transaction, response, action });
    // What was changed as a whole stays so.
    if (Buffer.from(signed).equals(response.getExtension_asU8())) response.setExtension$(action.serializeBinary());
    endorsed.setProposalResponsePayload(response.serializeBinary());
    first.setPayload(called.serializeBinary());
    payload.setData(transaction.serializeBinary());
    envelope.setPayload(payload.serializeBinary());
}

function there<T>(part: T | undefined): T {
    if (part === undefined) throw new Error('a gateway has prepared something else than a transaction');
    return part;
}
