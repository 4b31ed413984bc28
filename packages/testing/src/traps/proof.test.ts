import { hostname } from 'node:os';
import { types } from 'node:util';
import { type Context, Contract, IsDate, Transaction } from '@heddle/contract';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IsDate as IsDateOfValidator, validateSync } from 'class-validator';
import { TestNetwork, TransactionError, type TrapChoice } from '../index';
import { runUntracked } from './trap-run';

/** Reads of the machine that no double run on one machine tells: nothing of it differs within a second. */
class Machines extends Contract {
    readonly #seen = new Map<string, number>();

    @Transaction()
    async year(ctx: Context): Promise<void> {
        await ctx.stub.putState('year', ctx.serialize(new Date().getUTCFullYear()));
    }

    @Transaction()
    async hours(ctx: Context): Promise<void> {
        await ctx.stub.putState('hours', ctx.serialize(ctx.stub.getDateTimestamp().getHours()));
    }

    @Transaction()
    async sorted(ctx: Context): Promise<void> {
        const names = ['zebra', 'åre', 'apa'].sort((one, other) => one.localeCompare(other));
        await ctx.stub.putState('names', ctx.serialize(names));
    }

    @Transaction()
    async fee(ctx: Context): Promise<void> {
        await ctx.stub.putState('fee', ctx.serialize(process.env['HEDDLE_TEST_FEE'] ?? '1'));
    }

    @Transaction()
    async counted(ctx: Context, id: string): Promise<void> {
        const count = (this.#seen.get(id) ?? 0) + 1;
        this.#seen.set(id, count);
        await ctx.stub.putState('count', ctx.serialize(count));
    }

    @Transaction()
    async asAnswered(ctx: Context): Promise<void> {
        const found: string[] = [];
        const read = async (id: string): Promise<void> => {
            const { length } = await ctx.stub.getState(id);
            found.push(`${id}${length}`);
        };
        await Promise.all([read('a'), read('b')]);
        await ctx.stub.putState('found', ctx.serialize(found));
    }

    @Transaction()
    async measured(ctx: Context): Promise<void> {
        const begin = ctx.untracked(() => Date.now());
        await ctx.stub.putState('known', ctx.serialize(begin > 0));
    }

    @Transaction()
    async keepsMeasured(ctx: Context): Promise<void> {
        await ctx.stub.putState('at', ctx.serialize(ctx.untracked(() => new Date().getUTCFullYear())));
    }

    @Transaction()
    async quiet(ctx: Context): Promise<void> {
        const ignored = [Math.random(), hostname()];
        await ctx.stub.putState('quiet', ctx.serialize(ignored.length));
    }

    @Transaction()
    throwing(_ctx: Context): void {
        throw new Error(String(Math.random()));
    }

    @Transaction()
    async never(_ctx: Context): Promise<void> {
        await new Promise(() => undefined);
    }
}

type Name = Exclude<keyof Machines, keyof Contract>;

async function failureOf(name: Name, traps: TrapChoice = 'fail', times = 1): Promise<TransactionError> {
    await using net = await TestNetwork.start({ contracts: [Machines], traps, peer: { executeTimeoutMs: 500 } });
    const call = (): Promise<unknown> =>
        net.as('ann').raw.submit(`Machines:${name}`, ...(name === 'counted' ? ['a'] : []));
    for (let time = 1; time < times; time += 1) await call();
    try {
        await call();
    } catch (error) {
        if (TransactionError.is(error)) return error;
        throw error;
    }
    throw new Error(`${name} passed`);
}

beforeEach(() => {
    process.env['HEDDLE_TEST_FEE'] = '2';
});
afterAll(() => {
    Reflect.deleteProperty(process.env, 'HEDDLE_TEST_FEE');
});

describe('the second run', () => {
    it.each([
        ['year', 'new Date()'],
        ['hours', 'getHours() of a Date'],
        ['sorted', 'localeCompare() without a locale'],
        ['fee', 'process.env.HEDDLE_TEST_FEE'],
    ] as const)(
        'proof promise 6: finds %s by another machine, and names the line that reads it',
        async (name, source) => {
            const { code, message } = await failureOf(name);
            expect(code).toBe('NOT_DETERMINISTIC');
            expect(message).toContain(`read of the machine: ${source} at packages/testing/src/traps/proof.test.ts:`);
            expect(message).toMatch(/second run: .* \(400 days later, in Pacific\/Apia, as de-DE\)$/m);
        },
    );

    it.each([
        ['counted', 2],
        ['asAnswered', 1],
    ] as const)('proof promise 6: finds %s, and names the line that writes it', async (name, times) => {
        const { code, message } = await failureOf(name, 'fail', times);
        expect(code).toBe('NOT_DETERMINISTIC');
        expect(message).toMatch(/^ {2}write of \w+ at packages\/testing\/src\/traps\/proof\.test\.ts:\d+:\d+$/m);
    });

    it('is as the first one with perturb: false, except for instances', async () => {
        await using net = await TestNetwork.start({ contracts: [Machines], traps: 'off', perturb: false });
        for (const name of ['year', 'hours', 'sorted', 'fee', 'asAnswered'] as const)
            await net.as('ann').raw.submit(`Machines:${name}`);
        expect(await net.state.get('fee')).toBe('2');
    });
});

describe('the traps', () => {
    it('fail a transaction that reads what endorsers differ in, although its outcome is the same', async () => {
        const { code, message, details } = await failureOf('quiet');
        expect(code).toBe('TRAPPED');
        expect(message).toMatch(
            /^Machines:quiet reads what endorsers differ in:\n {2}Math\.random\(\) at \S+proof\.test\.ts:\d+:\d+\n {2}os\.hostname\(\) at /,
        );
        expect(message).toContain('random: take ids from ctx.stub.getTxID()');
        expect(details).toMatchObject([{ kind: 'random', count: 2 }, { kind: 'environment' }]);
    });

    it('report with `report`, and let pass what is allowed', async () => {
        await using net = await TestNetwork.start({ contracts: [Machines], traps: 'report' });
        await net.as('ann').submit('quiet');
        expect(net.traps.map(({ source }) => source)).toEqual(['Math.random()', 'os.hostname()']);
        const allow = [{ source: 'Math.random', site: 'proof.test' }, { source: 'os.hostname()' }];
        await using lenient = await TestNetwork.start({ contracts: [Machines], traps: { allow } });
        await lenient.as('ann').submit('quiet');
        expect(lenient.traps).toEqual([]);
        await using partial = await TestNetwork.start({ contracts: [Machines], traps: { fail: ['time'] } });
        await partial.as('ann').submit('quiet');
        expect(partial.traps).toHaveLength(2);
    });

    it('proof promise 8: leave everything as it was when the transaction is over, failed, or has timed out', async () => {
        const zone = process.env['TZ'];
        const [noon, texts] = [new Date(2024, 0, 2, 12), new Intl.NumberFormat().format(1234.5)];
        for (const name of ['year', 'throwing', 'never'] as const) await failureOf(name, 'fail');
        expect(Math.abs(Date.now() - new Date().getTime())).toBeLessThan(60_000);
        expect(new Date().getUTCFullYear()).toBe(new Date(performance.timeOrigin + performance.now()).getUTCFullYear());
        expect([process.env['TZ'], noon.getHours(), new Intl.NumberFormat().format(1234.5)]).toEqual([zone, 12, texts]);
        expect(Array.from({ length: 3 }, () => Math.random()).every((lot) => lot < 1)).toBe(true);
    });

    it('proof promise 9: let pass what is untracked, and still compare what came of it', async () => {
        await using net = await TestNetwork.start({ contracts: [Machines] });
        await net.as('ann').submit('measured');
        expect(net.traps).toEqual([]);
        expect((await failureOf('keepsMeasured')).code).toBe('NOT_DETERMINISTIC');
        expect(runUntracked(() => 17)).toBe(17);
    });
});

class Dated {
    @IsDateOfValidator() readonly at: unknown;
    @IsDate() readonly again: unknown;

    constructor(at: unknown) {
        this.at = at;
        this.again = at;
    }
}

describe('proof promise 7: with traps', () => {
    const date = new Date(17);

    it('dates are instances of Date, of the one before and of the one after', async () => {
        const before = Date;
        await using _ = await TestNetwork.start({ contracts: [Machines] });
        const after = new Date(17);
        expect([date instanceof Date, after instanceof Date, after instanceof before]).toEqual([true, true, true]);
        expect([date.constructor === Date, types.isDate(after), Date.length, Date.name]).toEqual([
            true,
            true,
            7,
            'Date',
        ]);
        expect(structuredClone(date)).toEqual(date);
        expect(structuredClone(after).getTime()).toBe(17);
        expect(JSON.stringify(after)).toBe('"1970-01-01T00:00:00.017Z"');
    });

    it('validators take dates for dates, and nothing else', () => {
        expect(validateSync(new Dated(new Date()))).toEqual([]);
        expect(validateSync(new Dated('2024-01-01'))).toHaveLength(2);
    });

    it('subclasses of Date have their own members, and those of Date', () => {
        class Day extends Date {
            get label(): string {
                return this.toISOString().slice(0, 10);
            }
        }
        const day = new Day(0);
        expect([day instanceof Day, day instanceof Date, day.label]).toEqual([true, true, '1970-01-01']);
        expect(Object.getPrototypeOf(Day)).toBe(Date);
    });

    it('fake timers are fake, and a transaction that reads them is trapped', async () => {
        await using net = await TestNetwork.start({ contracts: [Machines], traps: 'report' });
        jest.useFakeTimers({ now: 17, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'] });
        try {
            expect(Date.now()).toBe(17);
            jest.setSystemTime(18);
            expect(new Date().getTime()).toBe(18);
            await expect(net.as('ann').submit('year')).rejects.toMatchObject({ code: 'NOT_DETERMINISTIC' });
        } finally {
            jest.useRealTimers();
        }
        expect(Date.now()).toBeGreaterThan(1e12);
    });

    it('spies see their calls, and are taken away again', async () => {
        const spy = jest.spyOn(Math, 'random').mockReturnValue(0.25);
        await using net = await TestNetwork.start({ contracts: [Machines], traps: 'report' });
        expect(Math.random()).toBe(0.25);
        await net.as('ann').submit('quiet');
        expect(spy).toHaveBeenCalledTimes(3);
        expect(Math.random).toHaveBeenCalledTimes(3);
        spy.mockRestore();
        expect(Math.random()).not.toBe(0.25);
    });
});
