import { encodeMessage, MessageType, requests, response } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { deferred } from '../testing/deferred';
import { quiescence, ServedSession, type TransactionResult } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

const { COMPLETED, GET_STATE, INVOKE_CHAINCODE, PUT_STATE } = MessageType;

interface Ran {
    readonly result: TransactionResult;
    readonly session: ServedSession;
    /** Keys that the peer was asked to write. */
    readonly written: readonly string[];
}

/** Runs a transaction against a peer that refuses the key `bad`. */
async function run(served: (stub: ChaincodeStub) => unknown): Promise<Ran> {
    const written: string[] = [];
    await using session = await ServedSession.start(served);
    session.peer.answerAll(GET_STATE, () => Buffer.from('value'));
    session.peer.answerAll(PUT_STATE, ({ payload }) => {
        const { key } = requests.putState.query.decode(payload);
        if (key === 'bad') throw new Error('PUT_STATE failed: refused');
        written.push(key);
        return Buffer.alloc(0);
    });
    session.peer.answerAll(INVOKE_CHAINCODE, ({ payload }) => {
        const { chaincodeId } = requests.invokeChaincode.query.decode(payload);
        const answered = chaincodeId?.name === 'refuses' ? { status: 500, message: 'not enough' } : { status: 200 };
        return encodeMessage({ type: COMPLETED, payload: response.encode(answered) });
    });
    return { result: await session.result(), session, written };
}

/** The stack that the log has of a call that was not awaited. */
function calledAt({ log }: ServedSession): string {
    const line = log.lines.find(({ fields }) => fields['code'] === 'FLOATING_OPERATION');
    return (line?.fields['err'] as Error).stack ?? '';
}

describe('I7 operations still pending when the transaction function has returned', () => {
    it('I7 a write that was not awaited fails the transaction with FLOATING_OPERATION naming the call', async () => {
        const { result, written } = await run((stub) => {
            void stub.putState('a', '1');
        });
        expect([result.status, result.message]).toEqual([
            500,
            'FLOATING_OPERATION: putState was not awaited and would be lost: put `await` before it (or return its promise)',
        ]);
        expect(written).toEqual([]);
    });

    it.each<[string, (stub: ChaincodeStub) => Promise<unknown>]>([
        ['deleteState', (stub) => stub.deleteState('a')],
        ['setStateValidationParameter', (stub) => stub.setStateValidationParameter('a', Buffer.alloc(1))],
        ['putPrivateData', (stub) => stub.putPrivateData('c', 'a', '1')],
        ['deletePrivateData', (stub) => stub.deletePrivateData('c', 'a')],
        ['purgePrivateData', (stub) => stub.purgePrivateData('c', 'a')],
        [
            'setPrivateDataValidationParameter',
            (stub) => stub.setPrivateDataValidationParameter('c', 'a', Buffer.alloc(1)),
        ],
    ])('I7 %s is a write, too', async (name, call) => {
        const { result } = await run((stub) => {
            void call(stub);
        });
        expect(result.message).toMatch(new RegExp(`^FLOATING_OPERATION: ${name} was not awaited`));
    });

    it.each<[string, string | undefined]>([
        ['the same channel', undefined],
        ['the same channel by its name', 'ch'],
    ])('I7 a call of another chaincode on %s is a write, too: it may have written', async (_, channel) => {
        const { result } = await run((stub) => {
            void stub.invokeChaincode('bank', ['debit'], channel);
        });
        expect([result.status, result.message]).toEqual([
            500,
            expect.stringMatching(/^FLOATING_OPERATION: invokeChaincode was not/),
        ]);
    });

    it('I7 a call on another channel is a read: nothing that it writes is kept', async () => {
        const { result, session } = await run((stub) => {
            void stub.invokeChaincode('bank', ['debit'], 'other');
        });
        expect(result.status).toBe(200);
        expect(session.log.messages()).toEqual(['the transaction did not await all of its reads']);
    });

    it('I7 a call that was answered with a failure before the function returned, and that nobody has looked at', async () => {
        const { result } = await run(async (stub) => {
            void stub.invokeChaincode('refuses', []);
            await stub.getState('a');
        });
        expect(result.message).toMatch(
            /^FLOATING_OPERATION: invokeChaincode was not awaited, and failed: the chaincode answered 500: not enough:/,
        );
        const looked = await run(async (stub) => success(String((await stub.invokeChaincode('refuses', [])).status)));
        expect([looked.result.status, looked.result.payload.toString()]).toEqual([200, '500']);
    });

    it('I7 a read is drained and logged as a warning', async () => {
        const { result, session } = await run((stub) => {
            void stub.getState('a');
            void stub.exists('b');
        });
        expect(result.status).toBe(200);
        expect(session.log.lines).toContainEqual({
            level: 'warn',
            fields: { channelId: 'ch', txId: 'tx1', operations: ['getState', 'exists'] },
            message: 'the transaction did not await all of its reads',
        });
    });

    it('I7 COMPLETED waits for the reads that are drained', async () => {
        await using session = await ServedSession.start((stub) => {
            void stub.getState('a');
        });
        await session.peer.invoke();
        const request = await session.peer.next({ type: GET_STATE });
        await quiescence();
        expect(session.peer.unread).toEqual([]);
        await session.peer.refuse(request, 'and its error is nobody’s');
        expect((await session.peer.next()).type).toBe(COMPLETED);
    });
});

describe('a floating write', () => {
    it('is one that failed before the function returned, and nobody heard of it', async () => {
        const { result } = await run(async (stub) => {
            void stub.putState('bad', '1');
            await stub.getState('a');
        });
        expect(result.message).toBe(
            'FLOATING_OPERATION: putState was not awaited, and failed: PUT_STATE failed: refused: ' +
                'put `await` before it (or return its promise)',
        );
    });

    it('is one that was refused before it was sent, and nobody heard of it', async () => {
        const { result } = await run((stub) => {
            void stub.putState('', '1');
        });
        expect(result.message).toMatch(
            /^FLOATING_OPERATION: putState was not awaited, and failed: the key must not be/,
        );
    });

    it('is not one that was applied in time', async () => {
        const { result, written, session } = await run(async (stub) => {
            void stub.putState('a', '1');
            await stub.getState('b');
        });
        expect(result.status).toBe(200);
        expect(written).toEqual(['a']);
        expect(session.log.messages()).toEqual([]);
    });

    it('is what Promise.all leaves behind when one fails and the function goes on', async () => {
        const { result, written } = await run(async (stub) => {
            await settlementOf(Promise.all([stub.putState('bad', '1'), stub.putState('b', '1')]));
            return success();
        });
        expect(result.message).toBe(
            'FLOATING_OPERATION: putState was still under way when the transaction function returned, and would be lost: ' +
                'wait for all, with Promise.allSettled where some may fail',
        );
        expect(written).toEqual([]);
    });

    it.each<[string, (stub: ChaincodeStub) => unknown]>([
        [
            'Promise.allSettled',
            async (stub) => {
                await Promise.allSettled([stub.putState('bad', '1'), stub.putState('b', '1')]);
            },
        ],
        [
            '.catch()',
            async (stub) => {
                const handled = stub.putState('bad', '1').catch(() => undefined);
                await stub.getState('a');
                await handled;
            },
        ],
        [
            'try … catch',
            async (stub) => {
                try {
                    await stub.putState('bad', '1');
                } catch {
                    await stub.putState('b', '1');
                }
            },
        ],
        ['a returned promise', (stub) => stub.putState('b', '1')],
        [
            'a promise handed on',
            async (stub) => {
                await Promise.resolve(stub.putState('b', '1'));
            },
        ],
    ])('is not one that is waited for by %s', async (_, served) => {
        const { result, session } = await run(served);
        expect([result.status, result.message]).toEqual([200, '']);
        expect(session.log.messages()).toEqual([]);
    });

    it('is not an error where a Promise.all fails the function by itself: that error is the result', async () => {
        const { result } = await run((stub) => Promise.all([stub.putState('bad', '1'), stub.putState('b', '1')]));
        expect(result.message).toBe('PEER_ERROR: PUT_STATE failed: refused');
    });

    it('is one that is called when the function has returned, by what nobody waits for', async () => {
        const { result, written } = await run((stub) => {
            // The mistake that this is about: forEach does not wait.
            ['a', 'b'].forEach((key) => {
                void stub.getState(key).then((value) => stub.putState(key, value));
            });
        });
        expect(result.message).toBe(
            'FLOATING_OPERATION: putState was called when the transaction function had already returned, and is ' +
                'lost: await what calls it; `forEach` does not wait for an async function, `for … of` does',
        );
        // Sent, but of no account: the transaction has failed.
        expect(written.length).toBeLessThanOrEqual(2);
    });

    it('rejects with TRANSACTION_ENDED where it comes after the end', async () => {
        const gate = deferred();
        const late = deferred<unknown>();
        await using session = await ServedSession.start((stub) => {
            void gate.promise.then(() => {
                late.resolve(settlementOf(stub.putState('a', '1')));
            });
        });
        expect((await session.result()).status).toBe(200);
        gate.resolve();
        expect(await late.promise).toMatchObject({
            code: 'TRANSACTION_ENDED',
            message: 'transaction tx1 has ended: it cannot use the ledger any more',
        });
        // The rejection alone may pass unheard.
        expect(session.log.messages('error')).toEqual([
            'putState was called when the transaction function had already returned, and is lost: await what calls it; ' +
                '`forEach` does not wait for an async function, `for … of` does',
        ]);
        expect(session.peer.unread).toEqual([]);
    });
});

describe('where a floating write was called', () => {
    function theMistake(stub: ChaincodeStub): void {
        void stub.putState('a', '1');
    }

    it('is in the log: the first frame is the author’s line', async () => {
        const { session } = await run(theMistake);
        const [first, second] = calledAt(session).split('\n');
        expect(first).toBe('Error: putState was called here');
        expect(second).toMatch(/at theMistake \(.*operation-watch\.test/);
    });

    it('is the author’s line for a read-only stub that lets writes pass, too', async () => {
        const { session } = await run((stub) => {
            theMistake(stub.asReadOnly(() => undefined));
        });
        expect(calledAt(session).split('\n')[1]).toMatch(/at theMistake /);
    });

    it('is not noted any more after a thousand writes, but again after the first mistake', async () => {
        await using session = await ServedSession.start(async (stub) => {
            if (stub.getStringArgs()[0] === 'mistake') theMistake(stub);
            else for (let count = 0; count < 1_000; count++) await stub.putState('a', '1');
        });
        session.peer.answerAll(PUT_STATE, () => Buffer.alloc(0));
        await session.result();
        await session.result({ args: ['mistake'] });
        expect(calledAt(session)).toMatch(/^Error: where putState was called was not noted; the next time it will be/);
        session.log.lines.length = 0;
        await session.result({ args: ['mistake'] });
        expect(calledAt(session).split('\n')[1]).toMatch(/at theMistake /);
    });

    it('leaves the depth of everybody else’s stacks alone', async () => {
        const { stackTraceLimit } = Error;
        await run(theMistake);
        expect(Error.stackTraceLimit).toBe(stackTraceLimit);
    });
});
