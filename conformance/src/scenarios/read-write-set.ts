import { bool, bytes, embedded, message, repeatedMessages, string } from '@heddle/protocol/codec';

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

// fabric-protos: ledger/rwset; without what only a commit needs.
const keyed = message({ key: string(1) });
const rangeQuery = message({ startKey: string(1), endKey: string(2), isExhausted: bool(3) });
const keyValueSet = message({
    reads: repeatedMessages(1, keyed),
    ranges: repeatedMessages(2, rangeQuery),
    writes: repeatedMessages(3, keyed),
    policies: repeatedMessages(4, keyed),
});
const namespaceSet = message({ namespace: string(1), keyValueSet: bytes(2) });
const readWriteSet = message({ namespaces: repeatedMessages(2, namespaceSet) });

/** What a transaction has read and written in a namespace: keys, and ranges. */
export interface KeysTouched {
    readonly reads: readonly string[];
    readonly ranges: readonly { readonly startKey: string; readonly endKey: string; readonly isExhausted: boolean }[];
    readonly writes: readonly string[];
    /** Those whose endorsement policy was written. */
    readonly policies: readonly string[];
}

/** The keys that a transaction has read and written in a namespace. */
export function keysTouched(encoded: Uint8Array, namespace: string): KeysTouched {
    const sets = readWriteSet.decode(encoded).namespaces.filter((one) => one.namespace === namespace);
    const decoded = sets.map((one) => keyValueSet.decode(one.keyValueSet));
    const keysOf = (part: 'reads' | 'writes' | 'policies'): string[] =>
        decoded.flatMap((set) => set[part].map(({ key }) => key));
    return {
        reads: keysOf('reads'),
        ranges: decoded.flatMap(({ ranges }) => ranges),
        writes: keysOf('writes'),
        policies: keysOf('policies'),
    };
}

/** The keys that a transaction has read in a namespace. */
export function keysRead(encoded: Uint8Array, namespace: string): readonly string[] {
    return keysTouched(encoded, namespace).reads;
}
