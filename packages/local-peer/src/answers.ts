import type { RequestName } from '@heddle/protocol';
import type { Answer } from './answers/answer';
import { invokeChaincode } from './answers/calls';
import { getHistoryForKey, getQueryResult, getStateByRange, queryStateClose, queryStateNext } from './answers/queries';
import { getPrivateDataHash, getState, getStateMetadata, getStateMultiple } from './answers/reads';
import { deleteState, purgePrivateData, putState, putStateMetadata, writeBatchState } from './answers/writes';

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

/** The answer to a type of message; undefined where it is no request of a chaincode. */
export function answerTo(type: number): Answer | undefined {
    return answersByType.get(type);
}
