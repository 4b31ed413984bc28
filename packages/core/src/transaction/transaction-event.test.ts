import { chaincodeEvent, encodeMessage, MessageType, response } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { error } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { emitEvent, refuseSecondEvent } from '../stub/hidden-calls';
import { ServedSession } from '../testing/served-session';

const LOST =
    /^EVENT_REPLACED at .*transaction-event\.test\.[jt]s:\d+:\d+: a second setEvent took the place of the first.*\(setEvent of "second" after setEvent of "first"\): set one event/;

function textOf(event: Buffer): string {
    const { name, payload } = chaincodeEvent.decode(event);
    return `${name} ${payload.toString()}`;
}

describe("a transaction's second event", () => {
    it('counts in low-level chaincode, and the log tells which one is lost', async () => {
        await using session = await ServedSession.start((stub) => {
            stub.setEvent('first', '1');
            stub.asReadOnly().setEvent('second', Buffer.from('2'));
        });
        const { event } = await session.result();
        expect(textOf(event)).toBe('second 2');
        const warned = session.log.lines.filter(({ level }) => level === 'warn');
        expect(warned).toMatchObject([
            { fields: { txId: 'tx1', code: 'EVENT_REPLACED' }, message: expect.stringMatching(LOST) },
        ]);
    });

    it.each([
        ['another name', 'second', '1'],
        ['another payload', 'first', '2'],
        ['the same name and payload, as two things may have happened', 'first', '1'],
    ])('is refused where the contract layer says so: %s', async (_, name, payload) => {
        await using session = await ServedSession.start((stub) => {
            refuseSecondEvent(stub);
            stub.setEvent('first', '1');
            stub.asReadOnly().setEvent(name, payload);
        });
        const { status, message, event } = await session.result();
        expect([status, event.length]).toEqual([500, 0]);
        expect(message).toBe(
            `EVENT_ALREADY_SET: setEvent of "${name}" after setEvent of "first": a transaction has one event in Fabric, and ` +
                'the first one would be lost. Use ctx.emit for both, which may be called several times, or set one event ' +
                'whose payload tells of all that happened',
        );
    });

    it('is refused, and the first one stays where the chaincode catches the error', async () => {
        await using session = await ServedSession.start((stub) => {
            refuseSecondEvent(stub);
            stub.setEvent('first', '1');
            expect(() => {
                stub.setEvent('second');
            }).toThrow(expect.objectContaining({ code: 'EVENT_ALREADY_SET' }));
        });
        expect(textOf((await session.result()).event)).toBe('first 1');
    });

    it('is not one where the first was refused itself', async () => {
        await using session = await ServedSession.start((stub) => {
            refuseSecondEvent(stub);
            expect(() => {
                stub.setEvent('');
            }).toThrow('the event name must not be empty');
            stub.setEvent('only');
        });
        const { status, event } = await session.result();
        expect([status, textOf(event)]).toEqual([200, 'only ']);
    });
});

describe('events that are emitted', () => {
    const both = (): { name: string; payload: Buffer } => ({ name: 'all', payload: Buffer.from('of them') });

    it('are one, which is made when the transaction has succeeded', async () => {
        const made: string[] = [];
        await using session = await ServedSession.start((stub) => {
            refuseSecondEvent(stub);
            const content = (): { name: string; payload: Buffer } => ({ name: made.join(), payload: Buffer.alloc(0) });
            expect(emitEvent(stub, 'one', content)).toBe(false);
            made.push('one');
            expect(emitEvent(stub, 'two', content)).toBe(true);
            made.push('two');
        });
        expect(textOf((await session.result()).event)).toBe('one,two ');
    });

    it.each([
        ['setEvent of "b" after emit of "a"', (stub: ChaincodeStub) => emitEvent(stub, 'a', both), 'b'],
        [
            'emit of "b" after setEvent of "a"',
            (stub: ChaincodeStub) => {
                stub.setEvent('a');
            },
            undefined,
        ],
    ])('are refused beside a setEvent: %s', async (expected, first, set) => {
        await using session = await ServedSession.start((stub) => {
            refuseSecondEvent(stub);
            first(stub);
            if (set === undefined) emitEvent(stub, 'b', both);
            else stub.setEvent(set);
        });
        const { status, message } = await session.result();
        expect([status, message]).toEqual([500, expect.stringContaining(`EVENT_ALREADY_SET: ${expected}: `)]);
    });

    it('take the place of a setEvent, and it theirs, where the last one counts', async () => {
        await using session = await ServedSession.start((stub) => {
            emitEvent(stub, 'a', both);
            stub.setEvent('b');
            expect(emitEvent(stub, 'c', both)).toBe(false);
        });
        expect(textOf((await session.result()).event)).toBe('all of them');
        const lost = session.log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
        expect(lost).toEqual([
            expect.stringContaining('(setEvent of "b" after emit of "a")'),
            expect.stringContaining('(emit of "c" after setEvent of "b")'),
        ]);
    });

    it('are refused in an evaluated transaction', async () => {
        await using session = await ServedSession.start((stub) => emitEvent(stub.asReadOnly(), 'a', both));
        expect((await session.result()).message).toMatch(/^READ_ONLY_TRANSACTION: emit of a in a transaction/);
    });
});

describe('the event of a transaction that fails', () => {
    const fails: Record<string, (stub: ChaincodeStub) => unknown> = {
        'answers with a status of 400': () => ({ status: 400, message: 'why' }),
        throws: () => Promise.reject(new Error('why')),
    };

    it.each(Object.entries(fails))('is not sent: %s', async (_, fail) => {
        await using session = await ServedSession.start((stub) => {
            stub.setEvent('early', '1');
            return fail(stub);
        });
        const { status, event } = await session.result();
        expect([status >= 400, event.length]).toEqual([true, 0]);
    });

    it('does not hide why it failed by its size', async () => {
        await using session = await ServedSession.start((stub) => {
            stub.setEvent('huge', Buffer.alloc(101 * 1024 * 1024));
            return error('the reason');
        });
        expect((await session.result()).message).toBe('the reason');
    });
});

describe('an event', () => {
    it('cannot be set when the transaction has ended', async () => {
        let kept: ChaincodeStub | undefined;
        await using session = await ServedSession.start((stub) => {
            kept = stub;
        });
        await session.result();
        expect(() => kept?.setEvent('late')).toThrow('transaction tx1 has ended: it cannot use the ledger any more');
    });

    it('of a called chaincode is told to the caller, and does not become its own', async () => {
        let called: unknown;
        await using session = await ServedSession.start(async (stub) => {
            called = (await stub.invokeChaincode('other', [])).event;
        });
        session.peer.answerAll(MessageType.INVOKE_CHAINCODE, () =>
            encodeMessage({
                type: MessageType.COMPLETED,
                payload: response.encode({ status: 200 }),
                event: chaincodeEvent.encode({ name: 'inner', payload: Buffer.from('x') }),
            }),
        );
        expect((await session.result()).event).toHaveLength(0);
        expect(called).toEqual({ name: 'inner', payload: Buffer.from('x') });
    });
});
