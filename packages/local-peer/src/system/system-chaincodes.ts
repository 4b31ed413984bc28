import { channelQueries } from './channel-queries';
import { ledgerQueries } from './ledger-queries';
import { lifecycleQueries } from './lifecycle-queries';
import type { SystemChaincode } from './system-chaincode';

/** The chaincodes that are a part of the peer, by name; they need no definition on a channel. */
export const systemChaincodes: ReadonlyMap<string, SystemChaincode> = new Map([
    ['qscc', ledgerQueries],
    ['cscc', channelQueries],
    ['_lifecycle', lifecycleQueries],
]);
