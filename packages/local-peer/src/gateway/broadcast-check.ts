import { proposalParts, ProtocolError } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import type { Membership } from '../identity/membership';
import { envelopePayload, HeaderType } from '../records/transaction-envelope';
import { unmarshal } from '../records/unmarshal';

/** A signed envelope, as a client sends it to an orderer. */
export interface SignedEnvelope {
    readonly payload: Buffer;
    readonly signature: Buffer;
}

/** What an orderer looks at. */
export interface BroadcastRules {
    readonly membership: Membership;
    readonly channel: (id: string) => Channel | undefined;
}

/** Where an envelope goes. */
export interface AcceptedEnvelope {
    readonly channel: Channel;
    /** As its header says; nobody has checked that it is the right one. */
    readonly txId: string;
}

/** Why an orderer does not take an envelope, as its answer has it (fabric-protos, common.Status). */
export class BroadcastRefusal extends Error {
    readonly status: 'BAD_REQUEST' | 'FORBIDDEN';

    constructor(status: 'BAD_REQUEST' | 'FORBIDDEN', info: string) {
        super(info);
        this.status = status;
    }
}

/**
 * Checks an envelope as an orderer does before it orders it (fabric, orderer/common/broadcast and msgprocessor); what is
 * in it is for the committer to check.
 * @returns where it goes
 * @throws BroadcastRefusal
 */
export function checkBroadcast(
    signed: SignedEnvelope,
    { membership, channel: find }: BroadcastRules,
): AcceptedEnvelope {
    const { type, channelId, txId, creator } = readHeaders(signed.payload);
    const channel = find(channelId);
    if (channel === undefined) throw badRequest('channel does not exist');
    const fault = TYPE_FAULTS.get(type);
    if (fault !== undefined) throw badRequest(fault);
    if (membership.isExpired(creator)) throw badRequest('broadcast client identity expired');
    if (membership.check(creator, signed.payload, signed.signature) === undefined) return { channel, txId };
    throw new BroadcastRefusal(
        'FORBIDDEN',
        'implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the ' +
            "'Writers' sub-policies to be satisfied: permission denied",
    );
}

const TYPE_FAULTS = new Map<number, string>([
    [HeaderType.CONFIG, 'message is of type that cannot be processed directly'],
    [HeaderType.CONFIG_UPDATE, 'a local peer has no configuration that could be updated'],
    [HeaderType.ORDERER_TRANSACTION, 'message is of type that is no longer supported'],
]);

interface Headers {
    readonly type: number;
    readonly channelId: string;
    readonly txId: string;
    readonly creator: Buffer;
}

function readHeaders(payload: Buffer): Headers {
    try {
        const { header } = unmarshal('Payload', envelopePayload, payload);
        if (header.length === 0) throw badRequest('could not determine channel ID: header not set');
        const { channelHeader, signatureHeader } = unmarshal('Header', proposalParts.header, header);
        if (channelHeader.length === 0) throw badRequest('could not determine channel ID: channel header not set');
        const { type, channelId, txId } = unmarshal('ChannelHeader', proposalParts.channelHeader, channelHeader);
        const { creator } = unmarshal('SignatureHeader', proposalParts.signatureHeader, signatureHeader);
        return { type, channelId, txId, creator };
    } catch (error) {
        if (ProtocolError.is(error)) throw badRequest(`could not determine channel ID: ${error.message}`);
        throw error;
    }
}

function badRequest(info: string): BroadcastRefusal {
    return new BroadcastRefusal('BAD_REQUEST', info);
}
