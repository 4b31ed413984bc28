import { COLLECTIONS } from '../scenarios/target';
import type { CollectionConfig } from './peer-cli';

const PRIVATE = { requiredPeerCount: 0, maxPeerCount: 0, blockToLive: 0 };

/** The collections of the scenarios, as approve and commit take them. */
export const SCENARIO_COLLECTIONS: readonly Omit<CollectionConfig, 'endorsementPolicy'>[] = [
    { ...PRIVATE, name: COLLECTIONS.org1, policy: "OR('Org1MSP.member')", memberOnlyRead: true, memberOnlyWrite: true },
    { ...PRIVATE, name: COLLECTIONS.both, policy: "OR('Org1MSP.member','Org2MSP.member')" },
    { ...PRIVATE, name: COLLECTIONS.org2, policy: "OR('Org2MSP.member')" },
    { ...PRIVATE, name: COLLECTIONS.shortLived, policy: "OR('Org1MSP.member')", blockToLive: 2 },
];
