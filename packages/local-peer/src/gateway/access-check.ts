import type { Channel } from '../channel/channel';
import type { GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';

/** A request, and who says to have signed it. */
export interface SignedRequest {
    readonly data: Buffer;
    readonly identity: Buffer;
    readonly signature: Buffer;
}

const POLICY = '/Channel/Application/Readers';

/**
 * Lets those read a channel who are members of one of its organizations (fabric, core/policy/policy.go,
 * CheckPolicyBySignedData).
 * @throws GatewayFailure PERMISSION_DENIED
 */
export function channelForReader(
    { channel: find, membership }: GatewayContext,
    channelId: string,
    { data, identity, signature }: SignedRequest,
): Channel {
    if (channelId === '')
        throw denied('Invalid channel ID name during check policy on signed data. Name must be different from nil.');
    const channel = find(channelId);
    if (channel === undefined) throw denied(`Failed to get policy manager for channel [${channelId}]`);
    if (membership.check(identity, data, signature) === undefined) return channel;
    throw denied(
        `Failed evaluating policy on signed data during check policy on channel [${channelId}] with policy [${POLICY}]: ` +
            '[implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the ' +
            "'Readers' sub-policies to be satisfied]",
    );
}

function denied(text: string): GatewayFailure {
    return new GatewayFailure('PERMISSION_DENIED', text);
}
