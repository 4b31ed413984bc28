import { chaincodeEvent } from '@heddle/protocol';
import {
    bytes,
    type Decoded,
    embedded,
    int32,
    message,
    repeatedMessages,
    string,
    uint64,
} from '@heddle/protocol/codec';
import { blockAndPrivateData } from '../records/private-block-codec';

/** What Deliver is asked and answers (fabric-protos, orderer/ab.proto and peer/events.proto). */

/** common.Status, as far as Deliver uses it. */
export const Status = {
    SUCCESS: 200,
    BAD_REQUEST: 400,
    FORBIDDEN: 403,
    NOT_FOUND: 404,
    SERVICE_UNAVAILABLE: 503,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** SeekInfo.SeekBehavior; the other one is to wait. */
export const FAIL_IF_NOT_READY = 1;
/** SeekInfo.SeekContentType; the other one is whole blocks. */
export const HEADER_WITH_SIGNATURES = 1;

const nothing = message({});
/** One of them. */
const seekPositionFields = {
    newest: embedded(1, nothing),
    oldest: embedded(2, nothing),
    specified: embedded(3, message({ number: uint64(1) })),
    nextCommit: embedded(4, nothing),
};
const seekPosition = message(seekPositionFields);
export type SeekPosition = Readonly<Decoded<typeof seekPositionFields>>;

const seekInfoFields = {
    start: embedded(1, seekPosition),
    stop: embedded(2, seekPosition),
    behavior: int32(3),
    errorResponse: int32(4),
    contentType: int32(5),
};
export const seekInfo = message(seekInfoFields);
export type SeekInfo = Readonly<Decoded<typeof seekInfoFields>>;

const filteredAction = message({ chaincodeEvent: embedded(1, chaincodeEvent) });
const filteredTransactionFields = {
    txId: string(1),
    type: int32(2),
    validationCode: int32(3),
    /** Of endorser transactions only. */
    actions: embedded(4, message({ actions: repeatedMessages(1, filteredAction) })),
};
const filteredBlockFields = {
    channelId: string(1),
    number: uint64(2),
    transactions: repeatedMessages(4, message(filteredTransactionFields)),
};
const filteredBlock = message(filteredBlockFields);
export type FilteredTransaction = Readonly<Decoded<typeof filteredTransactionFields>>;
export type FilteredBlock = Readonly<Decoded<typeof filteredBlockFields>>;

/** peer.DeliverResponse: one of them. */
export const deliverResponse = message({
    status: int32(1),
    block: bytes(2),
    filteredBlock: embedded(3, filteredBlock),
    blockAndPrivateData: embedded(4, blockAndPrivateData),
});
