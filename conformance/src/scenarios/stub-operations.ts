import { type ChaincodeStub, KeyEndorsementPolicy } from '@heddle/core';
import { changesOf, firstRowsOf, pageOf, rowsOf } from './row-values';
import type { Json } from './script';
import type { StepArguments } from './step-arguments';

/** Does something with the stub, and gives the result as JSON. */
export type Operation = (stub: ChaincodeStub, args: StepArguments) => Promise<unknown> | Json;

/** Who asks for what, and when. */
const call: Record<string, Operation> = {
    getArgs: (stub) => stub.getArgs(),
    getStringArgs: (stub) => stub.getStringArgs(),
    getBufferArgs: (stub) => stub.getBufferArgs().map((arg) => arg.toString('hex')),
    getFunctionAndParameters: (stub) => ({ ...stub.getFunctionAndParameters() }),
    getTxID: (stub) => stub.getTxID(),
    getChannelID: (stub) => stub.getChannelID(),
    getMspID: (stub) => stub.getMspID(),
    getDecorations: (stub) => Array.from(stub.getDecorations().keys()),
    getCreator: (stub) => ({ mspId: stub.getCreator().mspid, certificate: stub.getCreator().idBytes.toString() }),
    getTransient: (stub) => Object.fromEntries(Array.from(stub.getTransient(), ([name, v]) => [name, v.toString()])),
    getTxTimestamp: (stub) => Number(stub.getTxTimestamp().seconds),
    getDateTimestamp: (stub) => stub.getDateTimestamp().getTime(),
    getBinding: (stub) => stub.getBinding(),
    getSignature: (stub) => stub.getSignedProposal().signature.length,
};

const state: Record<string, Operation> = {
    getState: async (stub, args) => (await stub.getState(args.text(0))).toString(),
    exists: (stub, args) => stub.exists(args.text(0)),
    getMultipleStates: async (stub, args) => (await stub.getMultipleStates(args.texts(0))).map(String),
    putState: (stub, args) => stub.putState(args.text(0), args.text(1)),
    deleteState: (stub, args) => stub.deleteState(args.text(0)),
    setPolicy: (stub, args) => stub.setStateValidationParameter(args.text(0), peersOf(args.texts(1))),
    getPolicy: async (stub, args) => organizationsOf(await stub.getStateValidationParameter(args.text(0))),
    getStateByRange: (stub, args) => rowsOf(stub.getStateByRange(args.text(0), args.text(1))),
    firstOfRange: (stub, args) => firstRowsOf(stub.getStateByRange(args.text(0), args.text(1)), args.number(2)),
    rangePage: (stub, args) =>
        pageOf(stub.getStateByRangeWithPagination(args.text(0), args.text(1), args.number(2), args.text(3, ''))),
    getByPartialKey: (stub, args) => rowsOf(stub.getStateByPartialCompositeKey(args.text(0), args.texts(1))),
    partialKeyPage: (stub, args) =>
        pageOf(
            stub.getStateByPartialCompositeKeyWithPagination(
                args.text(0),
                args.texts(1),
                args.number(2),
                args.text(3, ''),
            ),
        ),
    allCompositePage: (stub, args) =>
        pageOf(stub.getAllStatesCompositeKeyWithPagination(args.number(0), args.text(1, ''))),
    getQueryResult: (stub, args) => rowsOf(stub.getQueryResult(args.text(0))),
    queryPage: (stub, args) =>
        pageOf(stub.getQueryResultWithPagination(args.text(0), args.number(1), args.text(2, ''))),
    getHistoryForKey: (stub, args) => changesOf(stub.getHistoryForKey(args.text(0))),
    createCompositeKey: (stub, args) => stub.createCompositeKey(args.text(0), args.texts(1)),
    splitCompositeKey: (stub, args) => ({ ...stub.splitCompositeKey(args.text(0)) }),
    putComposite: (stub, args) => stub.putState(stub.createCompositeKey(args.text(0), args.texts(1)), args.text(2)),
};

const privateData: Record<string, Operation> = {
    getPrivateData: async (stub, args) => (await stub.getPrivateData(args.text(0), args.text(1))).toString(),
    getMultiplePrivateData: async (stub, args) =>
        (await stub.getMultiplePrivateData(args.text(0), args.texts(1))).map(String),
    getPrivateDataHash: async (stub, args) =>
        (await stub.getPrivateDataHash(args.text(0), args.text(1))).toString('hex'),
    putPrivateData: (stub, args) => stub.putPrivateData(args.text(0), args.text(1), args.text(2)),
    putTransient: (stub, args) =>
        stub.putPrivateData(args.text(0), args.text(1), stub.getTransient().get(args.text(2)) ?? ''),
    deletePrivateData: (stub, args) => stub.deletePrivateData(args.text(0), args.text(1)),
    purgePrivateData: (stub, args) => stub.purgePrivateData(args.text(0), args.text(1)),
    setPrivatePolicy: (stub, args) =>
        stub.setPrivateDataValidationParameter(args.text(0), args.text(1), peersOf(args.texts(2))),
    getPrivatePolicy: async (stub, args) =>
        organizationsOf(await stub.getPrivateDataValidationParameter(args.text(0), args.text(1))),
    getPrivateDataByRange: (stub, args) => rowsOf(stub.getPrivateDataByRange(args.text(0), args.text(1), args.text(2))),
    putPrivateComposite: (stub, args) =>
        stub.putPrivateData(args.text(0), stub.createCompositeKey(args.text(1), args.texts(2)), args.text(3)),
    getPrivateByPartialKey: (stub, args) =>
        rowsOf(stub.getPrivateDataByPartialCompositeKey(args.text(0), args.text(1), args.texts(2))),
    getPrivateDataQueryResult: (stub, args) => rowsOf(stub.getPrivateDataQueryResult(args.text(0), args.text(1))),
};

const others: Record<string, Operation> = {
    startWriteBatch: (stub) => {
        stub.startWriteBatch();
        return null;
    },
    finishWriteBatch: (stub) => stub.finishWriteBatch(),
    invokeChaincode: async (stub, args) => {
        const answer = await stub.invokeChaincode(args.text(0), args.texts(1), args.text(2, ''));
        return { status: answer.status, message: answer.message, payload: answer.payload.toString() };
    },
    eventOfCalled: async (stub, args) => {
        const { event } = await stub.invokeChaincode(args.text(0), args.texts(1));
        return event === undefined ? null : `${event.name} ${event.payload.toString()}`;
    },
    setEvent: (stub, args) => {
        stub.setEvent(args.text(0), args.text(1, ''));
        return null;
    },
};

/** Every operation of the stub, under its own name or, where it takes or gives something else than JSON, a similar one. */
export const STUB_OPERATIONS: Readonly<Record<string, Operation>> = { ...call, ...state, ...privateData, ...others };

/** A policy that the peers of all these organizations must fulfil; for no organizations, no policy. */
function peersOf(mspIds: readonly string[]): Uint8Array {
    if (mspIds.length === 0) return new Uint8Array();
    const policy = new KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...mspIds);
    return policy.getPolicy();
}

function organizationsOf(policy: Uint8Array): string[] {
    return new KeyEndorsementPolicy(policy).listOrgs();
}
