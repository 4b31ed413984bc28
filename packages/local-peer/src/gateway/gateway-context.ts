import type { Channel } from '../channel/channel';
import type { Membership } from '../identity/membership';
import type { PeerLogger } from '../logger';
import type { ProposalPlan } from '../observe/observed-plan';
import type { ErrorDetail } from './gateway-messages';

/** What a peer's services have of it. */
export interface PeerContext {
    readonly plan: ProposalPlan;
    readonly membership: Membership;
    readonly logger: PeerLogger;
    readonly clock: () => Date;
    readonly channel: (id: string) => Channel | undefined;
}

/** A peer, and the address under which it listens. */
export interface GatewayContext extends PeerContext {
    readonly address: string;
}

/** What a peer of an organization has said. All of them are in one process, and have one address. */
export function detailOf({ address }: GatewayContext, mspId: string, message: string): ErrorDetail {
    return { address, mspId, message };
}
