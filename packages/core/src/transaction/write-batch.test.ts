import { type ChaincodeMessage, MessageType, messageTypeName, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { batches, ServedSession, type ServedSessionOptions, type TransactionResult } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const { DEL_STATE, GET_STATE, GET_STATE_BY_RANGE, PUT_STATE, WRITE_BATCH_STATE } = MessageType;

/** Runs a transaction; tells its result and the writes that the peer was sent, one text for each message. */
async function run(
    served: (stub: ChaincodeStub) => unknown,
    options: ServedSessionOptions = { capabilities: batches() },
    refuses = (_request: string): boolean => false,
): Promise<{ sent: string[]; result: TransactionResult }> {
    const sent: string[] = [];
    await using session = await ServedSession.start(served, options);
    for (const type of [GET_STATE, PUT_STATE, DEL_STATE, WRITE_BATCH_STATE]) {
        session.peer.answerAll(type, (request) => {
            const text = shown(request);
            sent.push(text);
            if (refuses(text)) throw new Error(`${messageTypeName(request.type)} failed: refused`);
            return Buffer.alloc(0);
        });
    }
    session.peer.answerAll(GET_STATE_BY_RANGE, () => Buffer.alloc(0));
    return { sent, result: await session.result() };
}

function shown({ type, payload }: ChaincodeMessage): string {
    if (type !== WRITE_BATCH_STATE) {
        return `${messageTypeName(type)} ${requests.getState.query.decode(payload).key}`;
    }
    const { records } = requests.writeBatchState.query.decode(payload);
    return records.map(({ key, value }) => `${key}=${value.toString()}`).join();
}

describe('startWriteBatch and finishWriteBatch', () => {
    it('keep writes back, which resolve at once, and send them together in the order of the calls', async () => {
        const { sent, result } = await run(async (stub) => {
            stub.startWriteBatch();
            await stub.putState('c', '1');
            await stub.putState('a', '2');
            await stub.getState('read');
            await stub.deleteState('b');
            await stub.putState('c', '3');
            await stub.finishWriteBatch();
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual(['GET_STATE read', 'c=1,a=2,b=,c=3']);
    });

    it('I7 a finish that was not awaited fails the transaction', async () => {
        const { result } = await run(async (stub) => {
            stub.startWriteBatch();
            await stub.putState('a', '1');
            void stub.finishWriteBatch();
        });
        expect(result.message).toMatch(/^FLOATING_OPERATION: finishWriteBatch was not awaited/);
    });

    it('surface the error of the first refused write at finish, with its key', async () => {
        const { result } = await run(
            async (stub) => {
                stub.startWriteBatch();
                await stub.putState('a', '1');
                await stub.putState('bad1', '1');
                await stub.putState('bad2', '1');
                const error = await settlementOf(stub.finishWriteBatch());
                return success((error as Error).message);
            },
            undefined,
            (request) => request.includes('bad'),
        );
        expect(result.payload.toString()).toBe(
            'the write of "bad1" in the batch was refused: PUT_STATE failed: refused',
        );
    });

    it.each([
        { keys: ['bad1', 'bad2'], code: 'none' },
        { keys: ['bad1', 'good'], code: 'QUERY_AFTER_WRITE' },
    ])('leave the right to query where the peer refused every write: $keys', async ({ keys, code }) => {
        const { result } = await run(
            async (stub) => {
                stub.startWriteBatch();
                for (const key of keys) await stub.putState(key, '1');
                await settlementOf(stub.finishWriteBatch());
                const settled = await settlementOf(stub.getPrivateDataByRange('c', '', ''));
                return success((settled as { code?: string } | undefined)?.code ?? 'none');
            },
            undefined,
            (request) => request.includes('bad'),
        );
        expect(result.payload.toString()).toBe(code);
    });

    it('keep the values of the calls, also when the buffer changes afterwards', async () => {
        const { sent } = await run(async (stub) => {
            const reused = Buffer.from('1');
            stub.startWriteBatch();
            await stub.putState('a', reused);
            reused.write('2');
            await stub.putState('b', reused);
            await stub.finishWriteBatch();
        });
        expect(sent).toEqual(['a=1,b=2']);
    });

    it('send in messages of the announced maximum', async () => {
        const { sent } = await run(
            async (stub) => {
                stub.startWriteBatch();
                for (const key of 'abcde') await stub.putState(key, '1');
                await stub.finishWriteBatch();
            },
            { capabilities: batches(100, 2) },
        );
        expect(sent).toEqual(['a=1,b=1', 'c=1,d=1', 'PUT_STATE e']);
    });

    it('send an unfinished batch before COMPLETED', async () => {
        const { sent, result } = await run(async (stub) => {
            stub.startWriteBatch();
            await stub.putState('a', '1');
            await stub.putState('b', '1');
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual(['a=1,b=1']);
    });

    it('fail the transaction with 500 where an unfinished batch is refused', async () => {
        const { result } = await run(
            async (stub) => {
                stub.startWriteBatch();
                await stub.putState('bad', '1');
            },
            undefined,
            () => true,
        );
        expect([result.status, result.message]).toEqual([
            500,
            'PEER_ERROR: the write of "bad" in the batch was refused: PUT_STATE failed: refused',
        ]);
    });

    it('send nothing for a transaction that fails', async () => {
        const { sent, result } = await run(async (stub) => {
            stub.startWriteBatch();
            await stub.putState('a', '1');
            return { status: 400, message: 'no' };
        });
        expect(result.status).toBe(400);
        expect(sent).toEqual([]);
    });

    it('start anew after a finish, and once only before it', async () => {
        const { sent } = await run(async (stub) => {
            stub.startWriteBatch();
            await stub.putState('a', '1');
            stub.startWriteBatch();
            await stub.putState('b', '1');
            await stub.finishWriteBatch();
            await stub.putState('alone', '1');
            stub.startWriteBatch();
            await stub.putState('c', '1');
            await stub.finishWriteBatch();
        });
        expect(sent).toEqual(['a=1,b=1', 'PUT_STATE alone', 'PUT_STATE c']);
    });

    it.each<[string, ServedSessionOptions]>([
        ['peers without batches', {}],
        ['peers that take one write at a time', { capabilities: batches(100, 1) }],
    ])('have no effect on %s', async (_, options) => {
        const { sent, result } = await run(
            async (stub) => {
                stub.startWriteBatch();
                const error = await settlementOf(stub.putState('bad', '1'));
                await stub.putState('b', '1');
                await stub.finishWriteBatch();
                return success((error as Error).message);
            },
            options,
            (request) => request.includes('bad'),
        );
        expect(result.payload.toString()).toBe('PUT_STATE failed: refused');
        expect(sent).toEqual(['PUT_STATE bad', 'PUT_STATE b']);
    });

    it('do nothing where there is nothing to do', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.finishWriteBatch();
            stub.startWriteBatch();
            await stub.finishWriteBatch();
            stub.startWriteBatch();
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual([]);
    });
});
