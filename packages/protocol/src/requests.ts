import { type Codec, type InputOf, message, type MessageCodec } from './codec';
import { bytes, embedded, repeatedBytes, repeatedMessages, repeatedStrings, string } from './fields';
import {
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    decodeMessage,
    encodeMessage,
    MessageType,
} from './message';
import {
    type ChaincodeSpec,
    chaincodeSpec,
    type StateMetadata,
    stateMetadata,
    type StateMetadataResult,
    stateMetadataResult,
    type WriteRecord,
    writeRecord,
} from './payloads';
import { type QueryPage, queryPage } from './query-page';
import { asBuffer, EMPTY } from './wire';

/**
 * Every request that a chaincode can make of its peer: its type, what it says, and what a RESPONSE to it holds.
 * Core encodes queries and decodes replies by this table, a peer the other way round.
 */

/** A row of the table. */
export interface Request<Q, R, RInput = InputOf<R>, QInput = InputOf<Q>> {
    readonly type: MessageType;
    readonly query: MessageCodec<Q, QInput>;
    readonly reply: Codec<R, RInput>;
}

/** A reply that is the bytes themselves; empty for a key that does not exist. */
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

/** A key, of a collection where that is not empty. */
export interface KeyQuery {
    readonly key: string;
    readonly collection: string;
}

/** PUT_STATE. */
export interface PutState extends KeyQuery {
    readonly value: Buffer;
}

/** PUT_STATE_METADATA. */
export interface PutStateMetadata extends KeyQuery {
    readonly metadata: StateMetadata | undefined;
}

/** GET_STATE_BY_RANGE; `metadata` is a PageRequest where one page is asked for. */
export interface RangeQuery {
    readonly startKey: string;
    readonly endKey: string;
    readonly collection: string;
    readonly metadata: Buffer;
}

/** GET_QUERY_RESULT; `metadata` as of a RangeQuery. */
export interface RichQuery {
    readonly query: string;
    readonly collection: string;
    readonly metadata: Buffer;
}

/** QUERY_STATE_NEXT and QUERY_STATE_CLOSE. */
export interface CursorId {
    readonly id: string;
}

/** GET_HISTORY_FOR_KEY. */
export interface HistoryQuery {
    readonly key: string;
}

/** WRITE_BATCH_STATE. */
export interface WriteBatch {
    readonly records: WriteRecord[];
}

/** GET_STATE_MULTIPLE. */
export interface MultipleQuery {
    readonly keys: string[];
    readonly collection: string;
}

/** The values of a GET_STATE_MULTIPLE, in the order of its keys. */
export interface MultipleValues {
    readonly values: Buffer[];
}

const keyQuery: MessageCodec<KeyQuery> = message({ key: string(1), collection: string(2) });
const cursorId: MessageCodec<CursorId> = message({ id: string(1) });

/** The table. */
export type Requests = Readonly<{
    getState: Request<KeyQuery, Buffer>;
    putState: Request<PutState, void>;
    deleteState: Request<KeyQuery, void>;
    invokeChaincode: Request<ChaincodeSpec, ChaincodeMessage, ChaincodeMessageInput>;
    getStateByRange: Request<RangeQuery, QueryPage>;
    getQueryResult: Request<RichQuery, QueryPage>;
    queryStateNext: Request<CursorId, QueryPage>;
    queryStateClose: Request<CursorId, QueryPage>;
    getHistoryForKey: Request<HistoryQuery, QueryPage>;
    getStateMetadata: Request<KeyQuery, StateMetadataResult>;
    putStateMetadata: Request<PutStateMetadata, void>;
    getPrivateDataHash: Request<KeyQuery, Buffer>;
    purgePrivateData: Request<KeyQuery, void>;
    writeBatchState: Request<WriteBatch, void>;
    /**
     * A ledger error is answered with a RESPONSE without values, not with an ERROR: only as many values as keys count.
     */
    getStateMultiple: Request<MultipleQuery, MultipleValues>;
}>;

export const requests: Requests = {
    getState: { type: MessageType.GET_STATE, query: keyQuery, reply: raw },
    putState: {
        type: MessageType.PUT_STATE,
        query: message({ key: string(1), value: bytes(2), collection: string(3) }),
        reply: nothing,
    },
    deleteState: { type: MessageType.DEL_STATE, query: keyQuery, reply: nothing },
    invokeChaincode: { type: MessageType.INVOKE_CHAINCODE, query: chaincodeSpec, reply: nestedMessage },
    getStateByRange: {
        type: MessageType.GET_STATE_BY_RANGE,
        query: message({ startKey: string(1), endKey: string(2), collection: string(3), metadata: bytes(4) }),
        reply: queryPage,
    },
    getQueryResult: {
        type: MessageType.GET_QUERY_RESULT,
        query: message({ query: string(1), collection: string(2), metadata: bytes(3) }),
        reply: queryPage,
    },
    queryStateNext: { type: MessageType.QUERY_STATE_NEXT, query: cursorId, reply: queryPage },
    queryStateClose: { type: MessageType.QUERY_STATE_CLOSE, query: cursorId, reply: queryPage },
    getHistoryForKey: {
        type: MessageType.GET_HISTORY_FOR_KEY,
        query: message({ key: string(1) }),
        reply: queryPage,
    },
    getStateMetadata: { type: MessageType.GET_STATE_METADATA, query: keyQuery, reply: stateMetadataResult },
    putStateMetadata: {
        type: MessageType.PUT_STATE_METADATA,
        // Field 2 is skipped in fabric-protos, too.
        query: message({ key: string(1), collection: string(3), metadata: embedded(4, stateMetadata) }),
        reply: nothing,
    },
    getPrivateDataHash: { type: MessageType.GET_PRIVATE_DATA_HASH, query: keyQuery, reply: raw },
    purgePrivateData: { type: MessageType.PURGE_PRIVATE_DATA, query: keyQuery, reply: nothing },
    writeBatchState: {
        type: MessageType.WRITE_BATCH_STATE,
        query: message({ records: repeatedMessages(1, writeRecord) }),
        reply: nothing,
    },
    getStateMultiple: {
        type: MessageType.GET_STATE_MULTIPLE,
        query: message({ keys: repeatedStrings(1), collection: string(2) }),
        reply: message({ values: repeatedBytes(1) }),
    },
};

export type RequestName = keyof Requests;
