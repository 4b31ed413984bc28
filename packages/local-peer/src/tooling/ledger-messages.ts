import { bool, bytes, int64, message, repeatedMessages, string, uint32, uint64 } from '@heddle/protocol/codec';

/** The messages of the service by which tools look into an embedded ledger, and turn it back. No real peer has it. */
export const LEDGER_SERVICE = 'heddle.Ledger';

const place = { channel: string(1), chaincode: string(2), collection: string(3), organization: string(4) };

/** A key; without a collection a public one. With an organization, as that one's peer has it. */
export const keyRequest = message({ ...place, key: string(5) });
export const stateReply = message({ isThere: bool(1), value: bytes(2), blockNumber: uint64(3), txNumber: uint64(4) });

/** Keys from one up to and without another one; an empty end is no end, and no limit is none. */
export const rangeRequest = message({ ...place, startKey: string(5), endKey: string(6), limit: uint32(7) });
export const stateEntry = message({ key: string(1), value: bytes(2), blockNumber: uint64(3), txNumber: uint64(4) });

export const markRequest = message({ name: string(1) });
export const markReply = message({ name: string(1), height: uint64(2), milliseconds: int64(3) });
export const marksReply = message({ marks: repeatedMessages(1, markReply) });
export const revertReply = message({ name: string(1), height: uint64(2), undoneBlocks: uint64(3) });
