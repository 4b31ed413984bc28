import { describe } from '@jest/globals';
import type { GatewayEndpoint } from '../harness/gateway-target';
import { describeCommits } from './commits.suite';
import { describeRefusals } from './describe-refusals';
import { describeEvents } from './events.suite';
import { describeTransactions } from './transactions.suite';

/**
 * Everything that clients see of a gateway: through the official client what it can do, and through gRPC what it cannot.
 * @param isOf31 whether its peer is of Fabric 3.1, whose texts they are
 * @param endpoint gives the peer, which may come to life in a `beforeAll`: its blocks wait for a second transaction
 */
export function describeGateway(title: string, isOf31: boolean, endpoint: () => GatewayEndpoint): void {
    describe(title, () => {
        describeTransactions(endpoint);
        describeCommits(endpoint);
        describeEvents(endpoint);
        describeRefusals(isOf31, endpoint);
    });
}
