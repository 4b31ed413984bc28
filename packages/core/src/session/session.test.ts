import { chaincodeAdditionalParams, type ChaincodeMessage, MessageType, messageTypeName } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { type Effect, type SessionState, type Step, step } from './session';

const NOTHING: Buffer = Buffer.alloc(0);
const peer = { useWriteBatch: true, maxSizeWriteBatch: 7, useGetMultipleKeys: true, maxSizeGetMultipleKeys: 9 };

const STATES: readonly SessionState[] = [
    { kind: 'created' },
    { kind: 'established' },
    { kind: 'ready', peer },
    { kind: 'closed', reason: new Error('gone') },
];

/** All types there are, the unused 12, and two that a later version may bring. */
const TYPES = [...Object.values(MessageType), 12, 26, 4711];

function messageOf(type: number, payload = NOTHING): ChaincodeMessage {
    return { type, payload, txId: 'tx', channelId: 'ch', proposal: NOTHING, event: NOTHING, timestamp: undefined };
}

/** The step that a message of the stream itself is. */
function stepOf(state: SessionState, message: ChaincodeMessage): Step {
    const result = step(state, message);
    if (typeof result === 'string') throw new Error(`${messageTypeName(message.type)} is to ${result}`);
    return result;
}

/** What is expected to be done: the effects' names, with the level of a log line. */
function summary(effects: readonly Effect[]): string[] {
    return effects.map((effect) => (effect.do === 'log' ? `log ${effect.level}` : effect.do));
}

interface Expected {
    readonly next?: SessionState['kind'];
    readonly effects: readonly string[] | string;
}

/** The pairs that mean something. In all others the state stays, and a warning says so; nothing happens when closed. */
const MEANINGFUL: Readonly<Record<string, Expected>> = {
    'created REGISTERED': { next: 'established', effects: ['log debug'] },
    'created ERROR': { effects: ['log error'] },
    'created KEEPALIVE': { effects: [] },
    'established READY': { next: 'ready', effects: ['log info'] },
    'established ERROR': { effects: ['log error'] },
    'established KEEPALIVE': { effects: [] },
    'ready INIT': { effects: 'run' },
    'ready TRANSACTION': { effects: 'run' },
    'ready RESPONSE': { effects: 'settle' },
    'ready ERROR': { effects: 'settle' },
    'ready KEEPALIVE': { effects: ['send'] },
};

function expectedOf(state: SessionState, type: number): Expected {
    if (state.kind === 'closed') return { effects: [] };
    return MEANINGFUL[`${state.kind} ${messageTypeName(type)}`] ?? { effects: ['log warn'] };
}

const TABLE = STATES.flatMap((state) =>
    TYPES.map((type) => ({ state, type, kind: state.kind, name: messageTypeName(type), ...expectedOf(state, type) })),
);

describe('step', () => {
    it.each(TABLE)('$kind × $name → $next $effects', ({ state, type, next, effects }) => {
        const result = step(state, messageOf(type));
        // A state that stays is the same one, with all that it holds. What is handed on leaves it alone.
        const after = typeof result === 'string' ? state : result.state;
        expect(after.kind).toBe(next ?? state.kind);
        expect(after === state).toBe(next === undefined);
        expect(typeof result === 'string' ? result : summary(result.effects)).toEqual(effects);
    });

    it('has a meaning for every pair that the table names', () => {
        const pairs = TABLE.map(({ kind, name }) => `${kind} ${name}`);
        expect(Object.keys(MEANINGFUL).filter((pair) => !pairs.includes(pair))).toEqual([]);
    });

    it('answers KEEPALIVE with KEEPALIVE', () => {
        const { effects } = stepOf({ kind: 'ready', peer }, messageOf(MessageType.KEEPALIVE));
        expect(effects).toEqual([{ do: 'send', message: { type: MessageType.KEEPALIVE } }]);
    });

    it('says what it ignored, and in which state', () => {
        const { effects } = stepOf({ kind: 'created' }, messageOf(4711));
        const text = 'ignored type 4711, which is not expected while the session is created';
        expect(effects).toEqual([{ do: 'log', level: 'warn', text }]);
    });

    it("takes the peer's batches from READY", () => {
        const { state } = stepOf({ kind: 'established' }, messageOf(4, chaincodeAdditionalParams.encode(peer)));
        expect(state).toEqual({ kind: 'ready', peer });
    });

    it('has no batches with a READY from before Fabric 3.1', () => {
        const { state } = stepOf({ kind: 'established' }, messageOf(MessageType.READY));
        expect(state).toMatchObject({ kind: 'ready', peer: { useWriteBatch: false, useGetMultipleKeys: false } });
    });

    it('goes on without batches where READY cannot be read', () => {
        const { state, effects } = stepOf({ kind: 'established' }, messageOf(MessageType.READY, Buffer.from([0xff])));
        expect(state).toMatchObject({ kind: 'ready', peer: { useWriteBatch: false, useGetMultipleKeys: false } });
        expect(summary(effects)).toEqual(['log warn']);
    });

    it('logs the text of an ERROR that refuses the registration', () => {
        const { effects } = stepOf({ kind: 'created' }, messageOf(MessageType.ERROR, Buffer.from('no such chaincode')));
        const text = 'the peer answered with an error: no such chaincode';
        expect(effects).toEqual([{ do: 'log', level: 'error', text }]);
    });
});
