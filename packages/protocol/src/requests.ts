import { message, type Codec, type MessageCodec } from './codec';
import { bytes, embedded, repeatedBytes, repeatedMessages, repeatedStrings, string } from './fields';
import {
    decodeMessage,
    encodeMessage,
    MessageType,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
} from './message';
import { chaincodeSpec, stateMetadata, stateMetadataResult, writeRecord } from './payloads';
import { queryPage } from './query-page';
import { asBuffer, EMPTY } from './wire';

/**
 * Every request that a chaincode can make of its peer: its type, what it says, and what a RESPONSE to it holds.
 * Core encodes queries and decodes replies by this table, a peer the other way round.
 */

/** A row of the table. */
export interface Request<Q, QInput, R, RInput> {
    readonly type: MessageType;
    readonly query: MessageCodec<Q, QInput>;
    readonly reply: Codec<R, RInput>;
}

function request<Q, QInput, R, RInput>(
    type: MessageType,
    query: MessageCodec<Q, QInput>,
    reply: Codec<R, RInput>,
): Request<Q, QInput, R, RInput> {
    return { type, query, reply };
}

/** A reply that is the bytes themselves; empty where there are none. */
const raw: Codec<Buffer, Uint8Array> = {
    encode: asBuffer,
    decode: asBuffer,
};

/** A reply that says nothing but that it was done. */
const nothing: Codec<void> = {
    encode: () => EMPTY,
    decode: () => undefined,
};

/** A chaincode's answer to another chaincode: a whole message, COMPLETED or ERROR, within the RESPONSE. */
const nestedMessage: Codec<ChaincodeMessage, ChaincodeMessageInput> = { encode: encodeMessage, decode: decodeMessage };

const keyAndCollection = message({ key: string(1), collection: string(2) });
const cursor = message({ id: string(1) });

export const requests = {
    getState: request(MessageType.GET_STATE, keyAndCollection, raw),
    putState: request(
        MessageType.PUT_STATE,
        message({ key: string(1), value: bytes(2), collection: string(3) }),
        nothing,
    ),
    deleteState: request(MessageType.DEL_STATE, keyAndCollection, nothing),
    invokeChaincode: request(MessageType.INVOKE_CHAINCODE, chaincodeSpec, nestedMessage),
    getStateByRange: request(
        MessageType.GET_STATE_BY_RANGE,
        message({ startKey: string(1), endKey: string(2), collection: string(3), metadata: bytes(4) }),
        queryPage,
    ),
    getQueryResult: request(
        MessageType.GET_QUERY_RESULT,
        message({ query: string(1), collection: string(2), metadata: bytes(3) }),
        queryPage,
    ),
    queryStateNext: request(MessageType.QUERY_STATE_NEXT, cursor, queryPage),
    queryStateClose: request(MessageType.QUERY_STATE_CLOSE, cursor, queryPage),
    getHistoryForKey: request(MessageType.GET_HISTORY_FOR_KEY, message({ key: string(1) }), queryPage),
    getStateMetadata: request(MessageType.GET_STATE_METADATA, keyAndCollection, stateMetadataResult),
    // Field 2 is skipped in fabric-protos, too.
    putStateMetadata: request(
        MessageType.PUT_STATE_METADATA,
        message({ key: string(1), collection: string(3), metadata: embedded(4, stateMetadata) }),
        nothing,
    ),
    getPrivateDataHash: request(MessageType.GET_PRIVATE_DATA_HASH, keyAndCollection, raw),
    purgePrivateData: request(MessageType.PURGE_PRIVATE_DATA, keyAndCollection, nothing),
    writeBatchState: request(
        MessageType.WRITE_BATCH_STATE,
        message({ records: repeatedMessages(1, writeRecord) }),
        nothing,
    ),
    // A ledger error comes as a RESPONSE without values, not as an ERROR: only as many values as keys are an answer.
    getStateMultiple: request(
        MessageType.GET_STATE_MULTIPLE,
        message({ keys: repeatedStrings(1), collection: string(2) }),
        message({ values: repeatedBytes(1) }),
    ),
} as const;

export type RequestName = keyof typeof requests;
