import { common, gateway } from '@hyperledger/fabric-protos';
import { CHANNEL } from '../harness/channel';
import type { Answer, ProposalParts, RawClient } from './raw-client';

/** Sends a request. */
export type Ask = (client: RawClient) => Promise<Answer>;

/** The beginning of a message that is longer than its bytes. */
export const GARBAGE = Buffer.from([0x0a, 0xff, 0xff]);

/** Asks to evaluate. */
export function evaluating(parts: ProposalParts, organizations?: string[]): Ask {
    return async (client) => client.call('Evaluate', await client.evaluateRequest(parts, organizations));
}

/** Asks to endorse. */
export function endorsing(parts: ProposalParts, organizations?: string[]): Ask {
    return async (client) => client.call('Endorse', await client.endorseRequest(parts, organizations));
}

/** An endorsed envelope, changed and then signed. */
export function submitting(
    change: (envelope: common.Envelope, request: gateway.SubmitRequest) => void,
    resign = true,
): Ask {
    return async (client) => {
        const endorsed = await client.call('Endorse', await client.endorseRequest());
        const envelope = gateway.EndorseResponse.deserializeBinary(endorsed.reply).getPreparedTransaction();
        if (envelope === undefined) throw new Error('nothing was endorsed');
        const request = new gateway.SubmitRequest();
        request.setChannelId(CHANNEL);
        request.setPreparedTransaction(envelope);
        if (!resign) envelope.setSignature(await client.sign(envelope.getPayload_asU8()));
        change(envelope, request);
        if (resign) envelope.setSignature(await client.sign(envelope.getPayload_asU8()));
        return client.call('Submit', request.serializeBinary());
    };
}

/** Changes an envelope's channel header. */
export function withChannelHeader(change: (header: common.ChannelHeader) => void): (envelope: common.Envelope) => void {
    return (envelope) => {
        const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
        const header = payload.getHeader();
        if (header === undefined) throw new Error('a payload has no header');
        const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
        change(channelHeader);
        header.setChannelHeader(channelHeader.serializeBinary());
        envelope.setPayload(payload.serializeBinary());
    };
}

interface SignedRequestOptions {
    readonly signature?: (right: Buffer) => Uint8Array;
}

/** Asks for a commit status. */
export function statusOf(
    change: (request: gateway.CommitStatusRequest) => void,
    { signature }: SignedRequestOptions = {},
): (client: RawClient) => ReturnType<RawClient['call']> {
    return async (client) => {
        const request = new gateway.CommitStatusRequest();
        request.setChannelId(CHANNEL);
        request.setTransactionId('0'.repeat(64));
        request.setIdentity(client.creator);
        change(request);
        const signed = new gateway.SignedCommitStatusRequest();
        signed.setRequest(request.serializeBinary());
        const right = await client.sign(request.serializeBinary());
        signed.setSignature(signature?.(right) ?? right);
        return client.call('CommitStatus', signed.serializeBinary());
    };
}

/** Asks for events. */
export function eventsOf(
    change: (request: gateway.ChaincodeEventsRequest) => void,
    { signature }: SignedRequestOptions = {},
): Ask {
    return async (client) => {
        const request = new gateway.ChaincodeEventsRequest();
        request.setChannelId(CHANNEL);
        request.setChaincodeId('scenarios');
        request.setIdentity(client.creator);
        change(request);
        const signed = new gateway.SignedChaincodeEventsRequest();
        signed.setRequest(request.serializeBinary());
        const right = await client.sign(request.serializeBinary());
        signed.setSignature(signature?.(right) ?? right);
        return client.stream('ChaincodeEvents', signed.serializeBinary());
    };
}

/** The other of the two signatures that are mathematically right: s is above half of the curve's order. */
export function highS(signature: Buffer): Buffer {
    const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
    const lengthOfR = signature.readUInt8(3);
    const r = signature.subarray(2, 4 + lengthOfR);
    const s = BigInt(`0x${signature.subarray(6 + lengthOfR).toString('hex')}`);
    const high = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
    const integer = Buffer.concat([Buffer.of(2, high.length + 1, 0), high]);
    return Buffer.concat([Buffer.of(0x30, r.length + integer.length), r, integer]);
}
