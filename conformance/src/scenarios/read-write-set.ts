import { bytes, embedded, message, repeatedMessages, string } from '@heddle/protocol/codec';

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

// fabric-protos: ledger/rwset; only what leads to the keys that were read.
const keyValueSet = message({ reads: repeatedMessages(1, message({ key: string(1) })) });
const namespaceSet = message({ namespace: string(1), keyValueSet: bytes(2) });
const readWriteSet = message({ namespaces: repeatedMessages(2, namespaceSet) });

/** The keys that a transaction has read in a namespace. */
export function keysRead(encoded: Uint8Array, namespace: string): string[] {
    const sets = readWriteSet.decode(encoded).namespaces.filter((one) => one.namespace === namespace);
    return sets.flatMap((one) => keyValueSet.decode(one.keyValueSet).reads.map(({ key }) => key));
}
