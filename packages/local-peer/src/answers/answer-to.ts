import { MessageType, type PeerCapabilities, type RequestName } from '@heddle/protocol';
import type { Answer } from './answer';
import { invokeChaincode } from './calls';
import { getHistoryForKey, getQueryResult, getStateByRange, queryStateClose, queryStateNext } from './queries';
import { getPrivateDataHash, getState, getStateMetadata, getStateMultiple } from './reads';
import { deleteState, purgePrivateData, putState, putStateMetadata, writeBatchState } from './writes';

/** The answer to every request that a chaincode can make. */
const answers: Readonly<Record<RequestName, Answer>> = {
    getState,
    getStateMultiple,
    getStateMetadata,
    getPrivateDataHash,
    getStateByRange,
    getQueryResult,
    getHistoryForKey,
    queryStateNext,
    queryStateClose,
    putState,
    deleteState,
    putStateMetadata,
    purgePrivateData,
    writeBatchState,
    invokeChaincode,
};

const answersByType = new Map(Object.values(answers).map((one) => [one.type, one]));

/** What came with Fabric 3.1; peers before it know no such types. */
const BATCH_TYPES: ReadonlySet<number> = new Set([MessageType.GET_STATE_MULTIPLE, MessageType.WRITE_BATCH_STATE]);

/** The answer to a type of message; undefined if it is not a request of a chaincode, or not known to this peer. */
export function answerTo(type: number, capabilities: PeerCapabilities): Answer | undefined {
    return BATCH_TYPES.has(type) && !knowsBatches(capabilities) ? undefined : answersByType.get(type);
}

/** From 3.1 on a peer announces its limits also where it asks chaincodes to send no batches, and takes those that come. */
function knowsBatches({ useWriteBatch, useGetMultipleKeys, ...limits }: PeerCapabilities): boolean {
    return useWriteBatch || useGetMultipleKeys || limits.maxSizeWriteBatch > 0 || limits.maxSizeGetMultipleKeys > 0;
}
