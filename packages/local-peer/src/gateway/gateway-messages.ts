import { chaincodeEvent, response } from '@heddle/protocol';
import {
    bytes,
    type Decoded,
    embedded,
    int32,
    message,
    repeatedMessages,
    repeatedStrings,
    string,
    uint64,
} from '@heddle/protocol/codec';
import { envelope } from '../records/transaction-envelope';

/** The messages of the Gateway service (fabric-protos, gateway/gateway.proto). */

export const evaluateRequest = message({
    transactionId: string(1),
    channelId: string(2),
    /** A SignedProposal. */
    proposedTransaction: bytes(3),
    targetOrganizations: repeatedStrings(4),
});
export const evaluateResponse = message({ result: embedded(1, response) });

export const endorseRequest = message({
    transactionId: string(1),
    channelId: string(2),
    /** A SignedProposal. */
    proposedTransaction: bytes(3),
    endorsingOrganizations: repeatedStrings(4),
});
export const endorseResponse = message({ preparedTransaction: embedded(1, envelope) });

export const submitRequest = message({
    transactionId: string(1),
    channelId: string(2),
    preparedTransaction: embedded(3, envelope),
});

/** SignedCommitStatusRequest, and SignedChaincodeEventsRequest. */
export const signedRequest = message({ request: bytes(1), signature: bytes(2) });

export const commitStatusRequest = message({ transactionId: string(1), channelId: string(2), identity: bytes(3) });
export const commitStatusResponse = message({ result: int32(1), blockNumber: uint64(2) });

const empty = message({});
const seekPositionFields = {
    newest: embedded(1, empty),
    oldest: embedded(2, empty),
    specified: embedded(3, message({ number: uint64(1) })),
    nextCommit: embedded(4, empty),
};
/** Of the orderer's Deliver service: at most one of them is there (fabric-protos, orderer/ab.proto). */
export const seekPosition = message(seekPositionFields);
export type SeekPosition = Readonly<Decoded<typeof seekPositionFields>>;

export const chaincodeEventsRequest = message({
    channelId: string(1),
    chaincodeId: string(2),
    identity: bytes(3),
    startPosition: embedded(4, seekPosition),
    afterTransactionId: string(5),
});
export const chaincodeEventsResponse = message({ events: repeatedMessages(1, chaincodeEvent), blockNumber: uint64(2) });

const errorDetailFields = { address: string(1), mspId: string(2), message: string(3) };
/** What one peer has said. */
export const errorDetail = message(errorDetailFields);
export type ErrorDetail = Readonly<Decoded<typeof errorDetailFields>>;

const any = message({ typeUrl: string(1), value: bytes(2) });
/** google.rpc.Status: what the trailer `grpc-status-details-bin` holds. */
export const rpcStatus = message({ code: int32(1), message: string(2), details: repeatedMessages(3, any) });
