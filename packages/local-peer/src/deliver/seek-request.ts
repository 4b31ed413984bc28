import { type ChannelHeader, proposalParts, ProtocolError, toDate } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { errorText } from '../errors';
import type { Membership } from '../identity/membership';
import type { Signer } from '../records/signer';
import { envelopePayload } from '../records/transaction-envelope';
import { type SeekInfo, seekInfo, type SeekPosition, Status } from './deliver-messages';

/** core.yaml's peer.authentication.timewindow. */
const TIME_WINDOW_MS = 15 * 60 * 1000;

/** What requests are checked against. */
export interface SeekChecks {
    readonly membership: Membership;
    readonly clock: () => Date;
    channel(id: string): Channel | undefined;
}

/** A request for blocks that a member has signed. */
export interface SeekRequest {
    readonly channel: Channel;
    readonly start: SeekPosition;
    readonly stop: SeekPosition;
    readonly seek: SeekInfo;
    /** The client that signed it. */
    readonly client: Signer;
    /** Whether its signer may still read: certificates expire. */
    isAuthorised(): boolean;
}

/** Why there are no blocks: what the client gets, and what the log gets. */
export interface Refusal {
    readonly status: Status;
    readonly reason: string;
}

/** A common.Envelope. */
export interface SignedPayload {
    readonly payload: Buffer;
    readonly signature: Buffer;
}

interface Opened extends SignedPayload {
    readonly data: Buffer;
    readonly channelHeader: ChannelHeader;
    readonly creator: Buffer;
}

/**
 * Reads and checks a signed request, in the order in which a peer does (fabric, common/deliver/deliver.go). The type of
 * the header is not looked at there either.
 * @param certificateHash SHA-256 of the certificate that the client has shown, where TLS is mutual
 */
export function readSeekRequest(
    signed: SignedPayload,
    checks: SeekChecks,
    certificateHash: Uint8Array | undefined,
): SeekRequest | Refusal {
    try {
        const opened = open(signed);
        const fault = headerFault(opened.channelHeader, checks.clock(), certificateHash);
        return fault === undefined ? readSeek(opened, checks) : badRequest(fault);
    } catch (error) {
        if (ProtocolError.is(error)) return badRequest(errorText(error));
        throw error;
    }
}

function open({ payload, signature }: SignedPayload): Opened {
    const { header, data } = envelopePayload.decode(payload);
    const headers = proposalParts.header.decode(header);
    const channelHeader = proposalParts.channelHeader.decode(headers.channelHeader);
    const { creator } = proposalParts.signatureHeader.decode(headers.signatureHeader);
    return { payload, signature, data, channelHeader, creator };
}

function headerFault(
    { timestamp, tlsCertHash }: ChannelHeader,
    now: Date,
    certificateHash: Uint8Array | undefined,
): string | undefined {
    if (timestamp === undefined) return 'channel header in envelope must contain timestamp';
    const time = toDate(timestamp);
    if (!(Math.abs(now.getTime() - time.getTime()) <= TIME_WINDOW_MS))
        return `envelope timestamp ${String(timestamp.seconds)} is more than 15m0s apart from current server time ${now.toISOString()}`;
    if (certificateHash === undefined || tlsCertHash.equals(certificateHash)) return undefined;
    return tlsCertHash.length === 0
        ? "client didn't include its TLS cert hash"
        : `claimed TLS cert hash is ${tlsCertHash.toString('hex')} but actual TLS cert hash is ${Buffer.from(certificateHash).toString('hex')}`;
}

function readSeek(
    { payload, signature, data, channelHeader, creator }: Opened,
    checks: SeekChecks,
): SeekRequest | Refusal {
    const channel = checks.channel(channelHeader.channelId);
    if (channel === undefined)
        return { status: Status.NOT_FOUND, reason: `channel ${channelHeader.channelId} not found` };
    const seek = seekInfo.decode(data);
    const isAuthorised = (): boolean => checks.membership.check(creator, payload, signature) === undefined;
    const client = checks.membership.identify(creator);
    if (client === undefined || !isAuthorised())
        return { status: Status.FORBIDDEN, reason: 'the client is not authorized' };
    const { start, stop } = seek;
    if (start === undefined || stop === undefined) return badRequest('missing start or stop');
    return { channel, start, stop, seek, client, isAuthorised };
}

function badRequest(reason: string): Refusal {
    return { status: Status.BAD_REQUEST, reason };
}
