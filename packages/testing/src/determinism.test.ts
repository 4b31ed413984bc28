import { type Context, Contract, Transaction } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { type RawFunctions, type TestClient, TestNetwork, TransactionError } from './index';

let moduleCounter = 0;

/** Every way in which endorsers come to disagree. */
class Careless extends Contract {
    readonly #seen = new Map<string, number>();

    @Transaction()
    async random(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putState(id, ctx.serialize({ id, lot: Math.random() }));
    }

    @Transaction()
    async clock(ctx: Context): Promise<void> {
        await ctx.stub.putState('at', String(Date.now()));
    }

    @Transaction()
    clockInResult(_ctx: Context): Date {
        return new Date();
    }

    /** Answers in the order in which this instance came to see the ids. */
    @Transaction()
    see(_ctx: Context, id: string): string {
        this.#seen.set(id, this.#seen.size);
        return JSON.stringify(Object.fromEntries(this.#seen));
    }

    /** Keeps in the order in which answers come. */
    @Transaction()
    async asAnswered(ctx: Context, id: string): Promise<void> {
        const lengths = new Map<string, number>();
        const read = async (key: string): Promise<void> => {
            lengths.set(key, (await ctx.stub.getState(key)).length);
        };
        await Promise.all([read(id), read('b')]);
        await ctx.stub.putState('seen', JSON.stringify(Object.fromEntries(lengths)));
    }

    @Transaction()
    event(ctx: Context): void {
        moduleCounter += 1;
        ctx.stub.setEvent('Counted', String(moduleCounter));
    }

    @Transaction()
    async reads(ctx: Context): Promise<void> {
        moduleCounter += 1;
        await ctx.stub.getState(`k${moduleCounter % 2}`);
    }

    @Transaction()
    sometimes(_ctx: Context): void {
        moduleCounter += 1;
        if (moduleCounter % 2 === 0) throw new Error('only every other time');
    }

    @Transaction()
    failDifferently(_ctx: Context): void {
        throw new Error(String(Math.random()));
    }

    @Transaction()
    async careful(ctx: Context): Promise<string> {
        const { stub } = ctx;
        await stub.putState(stub.getTxID(), stub.getDateTimestamp().toISOString());
        return stub.getTxID();
    }
}

async function submitted(
    name: keyof Careless &
        ('random' | 'clock' | 'clockInResult' | 'see' | 'asAnswered' | 'event' | 'reads' | 'sometimes'),
    ...args: string[]
): Promise<TransactionError> {
    await using net = await TestNetwork.start({ contracts: [Careless] });
    return await failureIn(net, name, args);
}

async function failureIn(
    net: { readonly as: (name: string) => { readonly raw: TestClient<RawFunctions> } },
    name: string,
    args: string[] = [],
): Promise<TransactionError> {
    try {
        await net.as('alice').raw.submit(`Careless:${name}`, ...args);
    } catch (error) {
        if (TransactionError.is(error)) return error;
        throw error;
    }
    throw new Error(`${name} was not caught`);
}

describe('a transaction that is not deterministic', () => {
    it('by Math.random() is caught, with the member of the written value that differed', async () => {
        const { code, message, status } = await submitted('random', 'a1');
        expect({ code, status }).toEqual({ code: 'NOT_DETERMINISTIC', status: undefined });
        expect(message).toMatch(
            /^Careless:random is not deterministic: .*\n {2}write of a1, lot\n {4}first run: {2}0\.\d+\n {4}second run: 0\.\d+ .*\n.*Math\.random\(\) at \S+determinism\.test\.ts:\d/s,
        );
        expect(message).not.toContain('write of a1, id');
    });

    it.each(['clock', 'clockInResult'] as const)('by the time of the system is caught (%s)', async (name) => {
        const { code, details } = await submitted(name);
        expect(code).toBe('NOT_DETERMINISTIC');
        expect(details).toEqual([
            {
                what: name === 'clock' ? 'write of at' : 'result',
                first: expect.stringMatching(/\d{13}|\d{4}-/),
                second: expect.stringMatching(/\d{13}|\d{4}-/),
            },
        ]);
    });

    it('by what an instance has kept of other transactions is caught: no two peers have seen the same', async () => {
        await using net = await TestNetwork.start({ contracts: [Careless] });
        await net.as('alice').evaluate('see', 'b');
        const { code, details } = await failureIn(net, 'see', ['a']);
        expect(code).toBe('NOT_DETERMINISTIC');
        expect(details).toEqual([
            { what: 'result, b', first: '0', second: 'nothing' },
            { what: 'result, a', first: '1', second: '0' },
        ]);
    });

    it('by the order of a Map alone is caught, with both orders', async () => {
        const { details } = await submitted('asAnswered', 'a');
        expect(details).toEqual([{ what: 'write of seen, order', first: '{"a":0,"b":0}', second: '{"b":0,"a":0}' }]);
    });

    it.each([
        ['event', 'event Counted'],
        ['reads', 'read of k'],
        ['sometimes', 'status'],
    ] as const)('in its %s is caught', async (name, what) => {
        const { code, message } = await submitted(name);
        expect(code).toBe('NOT_DETERMINISTIC');
        expect(message).toContain(what);
    });

    it('is told from peers that differ, with several organizations, too', async () => {
        await using net = await TestNetwork.start({ contracts: [Careless], organizations: ['Org1MSP', 'Org2MSP'] });
        const { code, message } = await failureIn(net, 'random', ['a1']);
        expect(code).toBe('NOT_DETERMINISTIC');
        expect(message).toContain('write of a1, lot');
    });

    it('is not committed', async () => {
        await using net = await TestNetwork.start({ contracts: [Careless] });
        await failureIn(net, 'clock');
        expect(await net.state.all()).toEqual({});
        expect(await net.peer.height()).toBe(1n);
    });

    it('passes where the check is off', async () => {
        await using net = await TestNetwork.start({ contracts: [Careless], determinism: 'off', traps: 'off' });
        await net.as('alice').submit('random', 'a1');
        expect(await net.state.get('a1')).toMatchObject({ id: 'a1' });
    });
});

describe('the check', () => {
    it('lets pass what depends on the transaction alone', async () => {
        await using net = await TestNetwork.start({ contracts: [Careless], time: new Date(0) });
        const txId = await net.as('alice').submit('careful');
        expect(await net.state.all()).toEqual({ [txId]: '1970-01-01T00:00:00.000Z' });
    });

    it('leaves two refusals alone: nobody has to agree on them', async () => {
        await using net = await TestNetwork.start({ contracts: [Careless], traps: 'report' });
        expect(await failureIn(net, 'failDifferently')).toMatchObject({ code: 'INTERNAL_ERROR', status: 500 });
    });

    it('ends where the system clock stands still', async () => {
        const { now } = Date;
        Date.now = () => 17;
        try {
            const off = { perturb: false, traps: 'off' } as const;
            await using net = await TestNetwork.start({ contracts: [Careless], ...off });
            await net.as('alice').submit('clock');
            expect(await net.state.get('at')).toBe(17);
        } finally {
            Date.now = now;
        }
    });
});
