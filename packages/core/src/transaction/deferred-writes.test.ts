import { type ChaincodeMessage, MessageType, messageTypeName, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { deferWrites } from '../stub/hidden-calls';
import { batches, ServedSession, type ServedSessionOptions, type TransactionResult } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const { DEL_STATE, GET_STATE, GET_STATE_BY_RANGE, INVOKE_CHAINCODE, PUT_STATE, PUT_STATE_METADATA, WRITE_BATCH_STATE } =
    MessageType;

interface Run {
    /** What the peer was sent, one text for each message. */
    readonly sent: string[];
    readonly result: TransactionResult;
    /** The stack of what the log has as the cause of the failure. */
    readonly cause: string;
}

/** Runs a transaction that defers its writes; the peer refuses keys that begin with `bad`. */
async function run(
    served: (stub: ChaincodeStub) => unknown,
    options: ServedSessionOptions = { capabilities: batches() },
): Promise<Run> {
    const sent: string[] = [];
    await using session = await ServedSession.start((stub) => {
        deferWrites(stub);
        return served(stub);
    }, options);
    for (const type of [GET_STATE, PUT_STATE, DEL_STATE, WRITE_BATCH_STATE, GET_STATE_BY_RANGE, PUT_STATE_METADATA]) {
        session.peer.answerAll(type, (request) => {
            const text = shown(request);
            sent.push(text);
            if (text.includes('bad')) throw new Error(`${messageTypeName(request.type)} failed: refused`);
            return Buffer.alloc(0);
        });
    }
    const result = await session.result();
    const errors = session.log.lines.map(({ fields }) => (fields['err'] as Error | undefined)?.stack ?? '');
    return { sent, result, cause: errors.join('\n') };
}

function shown({ type, payload }: ChaincodeMessage): string {
    if (type === GET_STATE_BY_RANGE || type === INVOKE_CHAINCODE) return messageTypeName(type);
    if (type !== WRITE_BATCH_STATE) return `${messageTypeName(type)} ${requests.getState.query.decode(payload).key}`;
    const { records } = requests.writeBatchState.query.decode(payload);
    return records.map(({ key, value }) => `${key}=${value.toString()}`).join();
}

describe('deferred writes', () => {
    it('I1 leave together at the end, in the order of the calls; reads pass them', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.putState('c', '1');
            await stub.putState('a', '2');
            await stub.getState('a');
            await stub.deleteState('b');
            await stub.putState('c', '3');
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual(['GET_STATE a', 'c=1,a=2,b=,c=3']);
    });

    it('leave before a query, and before what must not overtake them', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.putState('a', '1');
            await stub.putState('b', '1');
            await stub.getStateByRange('', '');
            await stub.putState('c', '1');
            await stub.putState('d', '1');
            await stub.setStateValidationParameter('c', Buffer.from('policy'));
            await stub.putPrivateData('secret', 'p', '1');
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual(['a=1,b=1', 'GET_STATE_BY_RANGE', 'c=1,d=1', 'PUT_STATE_METADATA c', 'PUT_STATE p']);
    });

    it('are those that were handed in, whatever the author does to his bytes afterwards', async () => {
        const { sent } = await run(async (stub) => {
            const bytes = Buffer.from('1');
            for (const key of ['a', 'b', 'c']) {
                await stub.putState(key, bytes);
                bytes[0] = (bytes[0] ?? 0) + 1;
            }
        });
        expect(sent).toEqual(['a=1,b=2,c=3']);
    });

    it('I2 leave when they are as many as the peer takes in a message', async () => {
        const { sent } = await run(
            async (stub) => {
                for (let index = 0; index < 5; index++) await stub.putState(`k${index}`, '1');
            },
            { capabilities: batches(2) },
        );
        expect(sent).toEqual(['k0=1,k1=1', 'k2=1,k3=1', 'k4=1']);
    });

    it('I2 leave when they are a megabyte, so that a transaction keeps no more than that back', async () => {
        const value = Buffer.alloc(300 * 1024, 'v');
        const { sent } = await run(
            async (stub) => {
                for (let index = 0; index < 9; index++) await stub.putState(`k${index}`, value);
            },
            { capabilities: batches(1000) },
        );
        expect(sent.map((text) => text.split(',').length)).toEqual([3, 3, 3]);
    });

    it('go by themselves where one is larger than that, in their order', async () => {
        const { sent } = await run(async (stub) => {
            await stub.putState('a', '1');
            await stub.putState('b', '1');
            await stub.putState('large', Buffer.alloc(1024 * 1024 + 1, 'v'));
            await stub.putState('c', '1');
        });
        expect(sent).toEqual(['a=1,b=1', 'PUT_STATE large', 'c=1']);
    });

    it.each([[{}], [{ capabilities: batches(1) }]])(
        'are sent one by one by peers without batches: %j',
        async (options) => {
            const { sent } = await run(async (stub) => {
                await stub.putState('a', '1');
                await stub.getState('a');
                await stub.deleteState('b');
            }, options);
            expect(sent).toEqual(['PUT_STATE a', 'GET_STATE a', 'DEL_STATE b']);
        },
    );

    it('are not sent by a transaction that fails by itself', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.putState('a', '1');
            throw new Error('no');
        });
        expect(result.status).toBe(500);
        expect(sent).toEqual([]);
    });

    it('leave in front of a batch that the author has started', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.putState('a', '1');
            await stub.putState('b', '1');
            stub.startWriteBatch();
            await stub.putState('c', '1');
            await stub.putState('d', '1');
            await stub.finishWriteBatch();
            await stub.putState('e', '1');
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual(['a=1,b=1', 'c=1,d=1', 'e=1']);
    });
});

describe('a deferred write that is refused', () => {
    it('rejects at once where it cannot be asked at all', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.putState('a', '1');
            const error = await settlementOf(stub.putState('', '1'));
            return success((error as Error).message);
        });
        expect(result.payload.toString()).toBe('the key must not be empty');
        expect(sent).toEqual(['a=1']);
    });

    it('I3 fails the transaction at its end, with the key and the line that wrote it', async () => {
        const { result, cause } = await run(async function writesBadly(stub) {
            await stub.putState('a', '1');
            await stub.putState('bad', '1');
            await stub.putState('c', '1');
        });
        expect(result.status).toBe(500);
        expect(result.message).toBe('PEER_ERROR: the deferred write of "bad" was refused: PUT_STATE failed: refused');
        expect(cause).toMatch(/putState was called here\n\s+at writesBadly/);
    });

    it('I3 rejects what has to wait for it, which is not asked', async () => {
        const { sent, result } = await run(async (stub) => {
            await stub.putState('bad', '1');
            await stub.putState('b', '1');
            const error = await settlementOf(stub.getStateByRange('', ''));
            return success((error as Error).message);
        });
        expect(sent).not.toContain('GET_STATE_BY_RANGE');
        expect(result.message).toBe('PEER_ERROR: the deferred write of "bad" was refused: PUT_STATE failed: refused');
    });

    it('I3 rejects the write that completes a batch, and those behind it', async () => {
        const settlements: unknown[] = [];
        const { result } = await run(
            async (stub) => {
                for (const key of ['bad', 'b', 'c']) settlements.push(await settlementOf(stub.putState(key, '1')));
            },
            { capabilities: batches(2) },
        );
        const message = 'the deferred write of "bad" was refused: PUT_STATE failed: refused';
        expect(settlements.map((error) => (error as Error | undefined)?.message)).toEqual([
            undefined,
            message,
            message,
        ]);
        expect(result.message).toBe(`PEER_ERROR: ${message}`);
    });

    it('is named where it is the only one of its message', async () => {
        const { result } = await run(async (stub) => {
            await stub.putState('bad', '1');
        });
        expect(result.message).toBe('PEER_ERROR: the deferred write of "bad" was refused: PUT_STATE failed: refused');
    });
});

describe('a deferred write that nobody waits for', () => {
    it('I7 fails the transaction, as it does on peers without batches', async () => {
        const { result } = await run(async (stub) => {
            void stub.putState('a', '1');
            await stub.getState('b');
        });
        expect(result.message).toMatch(/^FLOATING_OPERATION: putState was not awaited/);
    });

    it('I7 fails it where the write has left meanwhile', async () => {
        const { result } = await run(async (stub) => {
            void stub.putState('a', '1');
            await stub.getStateByRange('', '');
        });
        expect(result.message).toMatch(/^FLOATING_OPERATION: putState was not awaited/);
    });

    it('fails nothing where it is waited for later', async () => {
        const { sent, result } = await run(async (stub) => {
            const writes = ['a', 'b'].map((key) => stub.putState(key, '1'));
            await stub.getStateByRange('', '');
            await Promise.all(writes);
        });
        expect(result.status).toBe(200);
        expect(sent).toEqual(['a=1,b=1', 'GET_STATE_BY_RANGE']);
    });
});
