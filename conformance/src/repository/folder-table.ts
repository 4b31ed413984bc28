import { CHAINCODE_ROOMS } from './chaincode-rooms';
import type { RoomTable } from './folder-rules';
import { NETWORK_ROOMS } from './network-rooms';

/**
 * The rooms of each package, from the ground up. To turn an arrow round, or to add one, is a decision: change the table
 * in the same commit, and say why. The index is the door to all rooms, and not in the table. Where a word is needed on
 * both sides of an arrow, it belongs into a room below both.
 */
export const ROOMS: Readonly<Record<string, RoomTable>> = { ...CHAINCODE_ROOMS, ...NETWORK_ROOMS };
