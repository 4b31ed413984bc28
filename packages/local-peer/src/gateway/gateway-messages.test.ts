import type { Codec } from '@heddle/protocol/codec';
import { common, gateway, google, orderer, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as messages from './gateway-messages';

/** A message of fabric-protos. */
interface Theirs {
    serializeBinary(): Uint8Array;
}

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
// Lone surrogates are no text: each side replaces them in its own way.
const text = fc.string({ unit: 'binary', maxLength: 20 });
const texts = fc.array(text, { maxLength: 3 });
// fabric-protos has uint64 as a number.
const uint64 = fc.maxSafeNat().map(BigInt);
const ids = { transactionId: text, channelId: text };
const envelope = fc.record({ payload: bytes, signature: bytes });
const seekPosition = fc.oneof(
    fc.constant({ newest: {}, oldest: undefined, specified: undefined, nextCommit: undefined }),
    fc.constant({ newest: undefined, oldest: {}, specified: undefined, nextCommit: undefined }),
    fc.constant({ newest: undefined, oldest: undefined, specified: undefined, nextCommit: {} }),
    uint64.map((number) => ({ newest: undefined, oldest: undefined, specified: { number }, nextCommit: undefined })),
);
const event = fc.record({ chaincodeId: text, txId: text, name: text, payload: bytes });

/** A codec, values of it, and the same value of fabric-protos. */
function row<T>(codec: Codec<T, never>, values: fc.Arbitrary<T>, toTheirs: (value: T) => Theirs): Row {
    return { codec, values, toTheirs: toTheirs as Row['toTheirs'] };
}

interface Row {
    readonly codec: Pick<Codec<unknown, never>, 'encode' | 'decode'>;
    readonly values: fc.Arbitrary<unknown>;
    readonly toTheirs: (value: unknown) => Theirs;
}

function signedProposalOf({ proposal, signature }: { proposal: Buffer; signature: Buffer }): peer.SignedProposal {
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(proposal);
    signed.setSignature(signature);
    return signed;
}

function envelopeOf(value: { payload: Buffer; signature: Buffer }): common.Envelope {
    const theirs = new common.Envelope();
    theirs.setPayload(value.payload);
    theirs.setSignature(value.signature);
    return theirs;
}

function seekOf({ newest, oldest, specified, nextCommit }: messages.SeekPosition): orderer.SeekPosition {
    const seek = new orderer.SeekPosition();
    if (newest !== undefined) seek.setNewest(new orderer.SeekNewest());
    if (oldest !== undefined) seek.setOldest(new orderer.SeekOldest());
    if (nextCommit !== undefined) seek.setNextCommit(new orderer.SeekNextCommit());
    if (specified === undefined) return seek;
    const block = new orderer.SeekSpecified();
    block.setNumber(Number(specified.number));
    seek.setSpecified(block);
    return seek;
}

/** Not empty: a message that has nothing in it is there for them, and not for us, who keep its bytes. */
const signedProposal = fc
    .record({ proposal: bytes, signature: bytes })
    .map((value) => Buffer.from(signedProposalOf(value).serializeBinary()))
    .filter((encoded) => encoded.length > 0);

const rows: Record<string, Row> = {
    EvaluateRequest: row(
        messages.evaluateRequest,
        fc.record({ ...ids, proposedTransaction: signedProposal, targetOrganizations: texts }),
        (value) => {
            const theirs = new gateway.EvaluateRequest();
            theirs.setTransactionId(value.transactionId);
            theirs.setChannelId(value.channelId);
            theirs.setProposedTransaction(peer.SignedProposal.deserializeBinary(value.proposedTransaction));
            theirs.setTargetOrganizationsList(value.targetOrganizations);
            return theirs;
        },
    ),
    EvaluateResponse: row(
        messages.evaluateResponse,
        fc.record({
            result: fc.record({
                status: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
                message: text,
                payload: bytes,
            }),
        }),
        (value) => {
            const result = new peer.Response();
            result.setStatus(value.result?.status ?? 0);
            result.setMessage(value.result?.message ?? '');
            result.setPayload(value.result?.payload ?? '');
            const theirs = new gateway.EvaluateResponse();
            theirs.setResult(result);
            return theirs;
        },
    ),
    EndorseRequest: row(
        messages.endorseRequest,
        fc.record({ ...ids, proposedTransaction: signedProposal, endorsingOrganizations: texts }),
        (value) => {
            const theirs = new gateway.EndorseRequest();
            theirs.setTransactionId(value.transactionId);
            theirs.setChannelId(value.channelId);
            theirs.setProposedTransaction(peer.SignedProposal.deserializeBinary(value.proposedTransaction));
            theirs.setEndorsingOrganizationsList(value.endorsingOrganizations);
            return theirs;
        },
    ),
    EndorseResponse: row(
        messages.endorseResponse,
        fc.record({ preparedTransaction: envelope }),
        ({ preparedTransaction }) => {
            const theirs = new gateway.EndorseResponse();
            theirs.setPreparedTransaction(preparedTransaction && envelopeOf(preparedTransaction));
            return theirs;
        },
    ),
    SubmitRequest: row(
        messages.submitRequest,
        fc.record({ ...ids, preparedTransaction: fc.option(envelope, { nil: undefined }) }),
        (value) => {
            const theirs = new gateway.SubmitRequest();
            theirs.setTransactionId(value.transactionId);
            theirs.setChannelId(value.channelId);
            theirs.setPreparedTransaction(value.preparedTransaction && envelopeOf(value.preparedTransaction));
            return theirs;
        },
    ),
    SignedCommitStatusRequest: row(messages.signedRequest, fc.record({ request: bytes, signature: bytes }), (value) => {
        const theirs = new gateway.SignedCommitStatusRequest();
        theirs.setRequest(value.request);
        theirs.setSignature(value.signature);
        return theirs;
    }),
    SignedChaincodeEventsRequest: row(
        messages.signedRequest,
        fc.record({ request: bytes, signature: bytes }),
        (value) => {
            const theirs = new gateway.SignedChaincodeEventsRequest();
            theirs.setRequest(value.request);
            theirs.setSignature(value.signature);
            return theirs;
        },
    ),
    CommitStatusRequest: row(messages.commitStatusRequest, fc.record({ ...ids, identity: bytes }), (value) => {
        const theirs = new gateway.CommitStatusRequest();
        theirs.setTransactionId(value.transactionId);
        theirs.setChannelId(value.channelId);
        theirs.setIdentity(value.identity);
        return theirs;
    }),
    CommitStatusResponse: row(
        messages.commitStatusResponse,
        fc.record({ result: fc.constantFrom(0, 10, 11, 254, 255), blockNumber: uint64 }),
        (value) => {
            const theirs = new gateway.CommitStatusResponse();
            theirs.setResult(value.result as 0);
            theirs.setBlockNumber(Number(value.blockNumber));
            return theirs;
        },
    ),
    SeekPosition: row(messages.seekPosition, seekPosition, seekOf),
    ChaincodeEventsRequest: row(
        messages.chaincodeEventsRequest,
        fc.record({
            channelId: text,
            chaincodeId: text,
            identity: bytes,
            startPosition: fc.option(seekPosition, { nil: undefined }),
            afterTransactionId: text,
        }),
        (value) => {
            const theirs = new gateway.ChaincodeEventsRequest();
            theirs.setChannelId(value.channelId);
            theirs.setChaincodeId(value.chaincodeId);
            theirs.setIdentity(value.identity);
            theirs.setStartPosition(value.startPosition && seekOf(value.startPosition));
            theirs.setAfterTransactionId(value.afterTransactionId);
            return theirs;
        },
    ),
    ChaincodeEventsResponse: row(
        messages.chaincodeEventsResponse,
        fc.record({ events: fc.array(event, { maxLength: 3 }), blockNumber: uint64 }),
        (value) => {
            const theirs = new gateway.ChaincodeEventsResponse();
            for (const { chaincodeId, txId, name, payload } of value.events) {
                const one = new peer.ChaincodeEvent();
                one.setChaincodeId(chaincodeId);
                one.setTxId(txId);
                one.setEventName(name);
                one.setPayload(payload);
                theirs.addEvents(one);
            }
            theirs.setBlockNumber(Number(value.blockNumber));
            return theirs;
        },
    ),
    ErrorDetail: row(messages.errorDetail, fc.record({ address: text, mspId: text, message: text }), (value) => {
        const theirs = new gateway.ErrorDetail();
        theirs.setAddress(value.address);
        theirs.setMspId(value.mspId);
        theirs.setMessage(value.message);
        return theirs;
    }),
};

describe.each(Object.entries(rows))('%s', (_name, { codec, values, toTheirs }) => {
    it('is encoded to the bytes of fabric-protos', () => {
        fc.assert(
            fc.property(values, (value) => {
                const theirs = Buffer.from(toTheirs(value).serializeBinary());
                expect(codec.encode(value as never).toString('hex')).toBe(theirs.toString('hex'));
            }),
        );
    });

    it('is decoded from the bytes of fabric-protos', () => {
        fc.assert(
            fc.property(values, (value) => {
                expect(codec.decode(toTheirs(value).serializeBinary())).toEqual(value);
            }),
        );
    });
});

it('google.rpc.Status is read by fabric-protos', () => {
    fc.assert(
        fc.property(text, bytes, (message, value) => {
            const details = [{ typeUrl: 'type.googleapis.com/gateway.ErrorDetail', value }];
            const encoded = messages.rpcStatus.encode({ code: 10, message, details });
            const theirs = google.rpc.Status.deserializeBinary(encoded);
            expect([theirs.getCode(), theirs.getMessage()]).toEqual([10, message]);
            expect(Buffer.from(theirs.serializeBinary()).toString('hex')).toBe(encoded.toString('hex'));
        }),
    );
});
