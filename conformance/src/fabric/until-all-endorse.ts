import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayTarget } from '../harness/gateway-target';
import type { OrganizationName } from './network-folder';

const NOBODY_FOUND = 'failed to find any endorsing peers';

/**
 * Waits until the gateway of a peer knows that each organization's peer endorses a chaincode: peers hear of each other's
 * chaincodes some time after these are committed. A `beforeAll` that calls this ends by its own time limit.
 */
export async function untilAllEndorse(
    target: GatewayTarget,
    chaincode: string,
    gateway: OrganizationName = 'Org1',
): Promise<void> {
    // The chaincode fails, so that nothing is committed.
    const call = { chaincode, gateway, client: gateway, args: ['nothing'], endorsedBy: ['Org1MSP', 'Org2MSP'] };
    while ((await target.submit(call)).message.includes(NOBODY_FOUND)) await sleep(100);
}
