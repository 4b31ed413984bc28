import { MessageType, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { authorsFrames } from './call-site';
import type { ChaincodeStub } from './stub/chaincode-stub';
import { ServedSession } from './testing/served-session';

const { GET_STATE, GET_STATE_BY_RANGE, GET_QUERY_RESULT, PUT_STATE, INVOKE_CHAINCODE, QUERY_STATE_NEXT } = MessageType;

function refuse(): never {
    throw new Error('no');
}

/** Each is refused by the peer, some time after it was called. */
const REFUSED: Readonly<Record<string, (stub: ChaincodeStub) => Promise<unknown>>> = {
    getPrivateData: (stub) => stub.getPrivateData('nowhere', 'k'),
    getMultipleStates: (stub) => stub.getMultipleStates(['a', 'b']),
    putState: (stub) => stub.putState('k', 'v'),
    getQueryResult: (stub) => stub.getQueryResult('{}'),
    getQueryResultWithPagination: (stub) => stub.getQueryResultWithPagination('{}', 5),
    getPrivateDataQueryResult: (stub) => stub.getPrivateDataQueryResult('nowhere', '{}'),
    invokeChaincode: (stub) => stub.invokeChaincode('nowhere', []),
    next: async (stub) => (await stub.getStateByRange('', '')).next(),
    'for await': async (stub) => {
        for await (const row of stub.getQueryResult('{}')) throw new Error(row.key);
    },
};

/** The stack of the error by which the peer refused what a transaction asked. */
async function stackOf(call: (stub: ChaincodeStub) => Promise<unknown>): Promise<string[]> {
    let stack = '';
    await using session = await ServedSession.start(async function transactionOfTheAuthor(stub) {
        // By now the stack that led here is gone.
        await Promise.resolve();
        await call(stub).catch((error: unknown) => {
            stack = (error as Error).stack ?? '';
            throw error;
        });
    });
    for (const type of [GET_STATE, GET_QUERY_RESULT, PUT_STATE, INVOKE_CHAINCODE, QUERY_STATE_NEXT])
        session.peer.answerAll(type, refuse);
    session.peer.answerAll(GET_STATE_BY_RANGE, () =>
        requests.getStateByRange.reply.encode({ results: [], hasMore: true, id: 'cursor' }),
    );
    const { message } = await session.result();
    expect(message).toMatch(/^PEER_ERROR: .*no$/);
    const [line] = session.log.lines.filter(({ level }) => level === 'warn');
    expect((line?.fields['err'] as Error).stack).toBe(stack);
    return stack.split('\n');
}

describe('an error of the peer', () => {
    it.each(Object.entries(REFUSED))('shows where %s was called', async (_, call) => {
        const [first = '', ...frames] = await stackOf(call);
        expect(first).toMatch(/^ChaincodeError: .*no$/);
        expect(frames[0]).toMatch(/call-site\.test\.[jt]s:\d+:\d+/);
        expect(frames.length).toBeLessThanOrEqual(4);
        expect(frames.join('\n')).not.toMatch(/node:internal/);
    });

    it('shows it again after many calls whose place was not noted', async () => {
        const stacks: string[] = [];
        await using session = await ServedSession.start(async (stub) => {
            for (let count = 0; count < 1_001; count++) await stub.getState('k');
            for (let count = 0; count < 2; count++)
                await stub
                    .deleteState('k')
                    .catch(() => stub.getPrivateData('nowhere', 'k'))
                    .catch((error: unknown) => {
                        stacks.push((error as Error).stack ?? '');
                    });
        });
        session.peer.answerAll(GET_STATE, ({ payload }) => {
            if (requests.getState.query.decode(payload).collection !== '') throw new Error('no');
            return Buffer.alloc(0);
        });
        session.peer.answerAll(MessageType.DEL_STATE, refuse);
        await session.result();
        expect(stacks.map((stack) => stack.includes('call-site.test'))).toEqual([false, true]);
    });
});

describe('the frames of an author', () => {
    it('are those that are neither of Node nor of the installed framework', () => {
        const stack = [
            'Error: text\n of two lines',
            '    at ChaincodeStub.getState (/app/node_modules/@heddle/core/dist/stub/chaincode-stub.js:1:1)',
            '    at async Assets.read (/app/src/assets.ts:12:5)',
            '    at /app/src/helper.ts:3:1',
            '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
            '    at callMethod (C:\\app\\node_modules\\@heddle\\contract\\dist\\calls\\run-transaction.js:1:1)',
            '    at node:events:1:1',
            '    at other (/app/node_modules/other/index.js:1:1)',
        ].join('\n');
        expect(authorsFrames(stack)).toEqual([
            '    at async Assets.read (/app/src/assets.ts:12:5)',
            '    at /app/src/helper.ts:3:1',
            '    at other (/app/node_modules/other/index.js:1:1)',
        ]);
    });
});
