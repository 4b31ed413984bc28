import type { Channel } from '../channel/channel';
import type { ProposalPlan } from '../endorse/endorsement-plan';
import type { Membership } from '../identity/membership';
import type { PeerLogger } from '../logger';
import type { ErrorDetail } from './gateway-messages';

/** What a peer's services have of it. */
export interface PeerContext {
    readonly plan: ProposalPlan;
    readonly membership: Membership;
    readonly logger: PeerLogger;
    readonly clock: () => Date;
    readonly channel: (id: string) => Channel | undefined;
    /** Where the peer of an organization listens; undefined if it does not. */
    readonly addressOf: (mspId: string) => string | undefined;
}

/** A peer, and the address under which it listens. */
export interface GatewayContext extends PeerContext {
    readonly address: string;
}

/** What a peer of an organization has said; one that does not listen is behind this address. */
export function detailOf(context: GatewayContext, mspId: string, message: string): ErrorDetail {
    const own = mspId === context.plan.own ? context.address : context.addressOf(mspId);
    return { address: own ?? context.address, mspId, message };
}
