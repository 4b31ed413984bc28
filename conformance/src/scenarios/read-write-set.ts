import { bytes, embedded, message, repeatedMessages } from '@heddle/protocol/codec';

// fabric-protos: common/common.proto, peer/transaction.proto, peer/proposal.proto; only what leads to the results.
const envelope = message({ payload: bytes(1) });
const payload = message({ data: bytes(2) });
const transaction = message({ actions: repeatedMessages(1, message({ payload: bytes(2) })) });
const endorsedAction = message({ responsePayload: bytes(1) });
const actionPayload = message({ action: embedded(2, endorsedAction) });
const responsePayload = message({ extension: bytes(2) });
const chaincodeAction = message({ results: bytes(1) });

/** The read-write set within a transaction's envelope: the bytes on which all endorsers have to agree. */
export function readWriteSetOf(encodedEnvelope: Uint8Array): Buffer {
    const { data } = payload.decode(envelope.decode(encodedEnvelope).payload);
    const [first] = transaction.decode(data).actions;
    const { action } = actionPayload.decode(first?.payload ?? Buffer.alloc(0));
    const { extension } = responsePayload.decode(action?.responsePayload ?? Buffer.alloc(0));
    return chaincodeAction.decode(extension).results;
}
