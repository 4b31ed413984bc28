import {
    type Context,
    Contract,
    counter,
    Declares,
    entity,
    Evaluate,
    IsInt,
    IsString,
    Transaction,
} from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { TestNetwork, TransactionError } from '@heddle/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

class Lot {
    static readonly entity = entity('lot', { key: ['farm', 'number'], indexes: { byHolder: ['holder'] } });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
}

class Votes {
    static readonly entity = counter('votes', { key: 'ballot' });
    @IsString() ballot!: string;
}

class Undeclared {
    static readonly entity = entity('undeclared', { key: 'id' });
    @IsString() id!: string;
}

/** What JavaScript lets through. */
interface Untyped extends Promise<unknown> {
    get(key: unknown): Untyped;
    create(row: unknown): Untyped;
    put(row: unknown): Untyped;
    update(key: unknown, change: unknown): Untyped;
    find(where?: unknown): Untyped;
    findBy(index: string, where: unknown): Untyped;
    take(count: number): Untyped;
    page(size: number): Untyped;
    rich(query: unknown): Untyped;
    hash(key: unknown): Untyped;
    add(key: unknown, amount: unknown): Untyped;
}

const KEY = { farm: 'f1', number: 7 };
const LOT = { ...KEY, holder: 'ann' };

/** Each is what an author may write in JavaScript, with what is said to them. */
const WRONG: Readonly<Record<string, readonly [use: (ctx: Context) => Promise<unknown>, code: string, says: RegExp]>> =
    {
        'a class that is not declared': [
            (ctx) => ctx.state(Undeclared).get('a'),
            'UNDECLARED',
            /Undeclared.*@Declares/s,
        ],
        'a bare key of two parts': [
            (ctx) => lots(ctx).get('f1'),
            'INVALID_KEY',
            /^INVALID_KEY: lot: the key is an object with farm, number$/,
        ],
        'a key without a part': [
            (ctx) => lots(ctx).get({ farm: 'f1' }),
            'INVALID_KEY',
            /^INVALID_KEY: lot: number must be a number$/,
        ],
        'a key of another type': [
            (ctx) => lots(ctx).update({ farm: 'f1', number: '7' }, { holder: 'ann' }),
            'INVALID_KEY',
            /^INVALID_KEY: lot: number must be a number, and is "7"$/,
        ],
        'a row without a field': [
            (ctx) => lots(ctx).create(KEY),
            'INVALID_STATE',
            /^INVALID_STATE: lot cannot be written: lot.holder is missing$/,
        ],
        'a row with a field too many': [
            (ctx) => lots(ctx).put({ ...LOT, hodler: 'ann' }),
            'INVALID_STATE',
            /^INVALID_STATE: lot cannot be written: lot.hodler is not a property of Lot$/,
        ],
        'a promise of a row': [
            (ctx) => lots(ctx).put(Promise.resolve(LOT)),
            'INVALID_STATE',
            /lot must be Lot, not a promise \(an `await` is missing\)/,
        ],
        'a patch of the key': [
            (ctx) => lots(ctx).update(LOT, { farm: 'f2' }),
            'STATE_MISUSE',
            /^STATE_MISUSE: lot: the patch names farm, which is of the key: delete the row and create another$/,
        ],
        'a change that gives another key': [
            (ctx) => lots(ctx).update(LOT, (lot: Lot) => void (lot.farm = 'f2')),
            'STATE_MISUSE',
            /lot.*another key.*delete the row/s,
        ],
        'a change that is a promise': [
            (ctx) => lots(ctx).update(LOT, async (lot: Lot) => Promise.resolve(void (lot.holder = 'bob'))),
            'STATE_MISUSE',
            /lot.*(promise|async)/s,
        ],
        'a where-clause that no scan answers': [
            (ctx) => lots(ctx).find({ number: 7 }).take(1),
            'STATE_MISUSE',
            /^STATE_MISUSE: lot: number comes behind farm, which needs one equal value: only the last may be a range$/,
        ],
        'a where-clause with a value that a client left out': [
            (ctx) => lots(ctx).findBy('byHolder', { holder: undefined }).take(1),
            'STATE_MISUSE',
            /^STATE_MISUSE: lot.byHolder: holder is undefined: give it a value, or leave it out of the clause$/,
        ],
        'an index that is not there': [
            (ctx) => lots(ctx).findBy('byOwner', {}).take(1),
            'STATE_MISUSE',
            /lot has no index "byOwner"; it has byHolder/,
        ],
        'more rows than may be taken at once': [(ctx) => lots(ctx).find().take(1_001), 'STATE_MISUSE', /lot.*1,?000/s],
        'a page of no rows': [(ctx) => lots(ctx).find().page(0), 'PAGE_SIZE', /lot|page/],
        'a sum of a number': [
            (ctx) => votes(ctx).add('b1', 1),
            'STATE_MISUSE',
            /votes: the amount must be a bigint, such as 1n/,
        ],
        'a rich query without a tag': [
            (ctx) => lots(ctx).rich({ selector: {} }).take(1),
            'STATE_MISUSE',
            /need a `tag` of lot/,
        ],
        'a hash of what is no private data': [(ctx) => lots(ctx).hash(LOT), 'STATE_MISUSE', /lot.*collection/s],
    };

function lots(ctx: Context): Untyped {
    return ctx.state(Lot) as unknown as Untyped; // as from JavaScript
}

function votes(ctx: Context): Untyped {
    return ctx.state(Votes) as unknown as Untyped; // as from JavaScript
}

@Declares(Lot, Votes)
class Careless extends Contract {
    @Transaction()
    async write(ctx: Context): Promise<void> {
        await ctx.state(Lot).put(LOT);
    }

    @Transaction()
    async use(ctx: Context, what: string): Promise<void> {
        await noting(() => WRONG[what]?.[0](ctx));
    }

    @Evaluate()
    async read(ctx: Context, what: string): Promise<void> {
        await noting(() => WRONG[what]?.[0](ctx));
    }

    @Transaction()
    async forget(ctx: Context): Promise<void> {
        void ctx.state(Lot).update(LOT, { holder: 'bob' });
        return Promise.resolve();
    }

    @Evaluate()
    async change(ctx: Context): Promise<void> {
        await noting(() => ctx.state(Lot).update(LOT, { holder: 'bob' }));
    }
}

/** What the author has seen last. */
let thrown: unknown;

async function noting(use: () => Promise<unknown> | undefined): Promise<void> {
    try {
        await use();
    } catch (error) {
        thrown = error;
        throw error;
    }
}

describe('wrong use of typed state', () => {
    const lines: string[] = [];
    let net: TestNetwork<{ contracts: readonly [typeof Careless] }>;

    beforeAll(async () => {
        const logger = createLogger('debug', (line) => void lines.push(line));
        net = await TestNetwork.start({ contracts: [Careless], logger });
        await net.as('ann').submit('write');
    });

    afterAll(() => net.close());

    async function failureOf(call: Promise<unknown>): Promise<TransactionError> {
        const error: unknown = await call.then(
            () => undefined,
            (reason: unknown) => reason,
        );
        if (TransactionError.is(error)) return error;
        throw new Error('the call did not fail', { cause: error });
    }

    it.each(Object.entries(WRONG))(
        'state promise 19: is refused at the call, with entity, field and remedy: %s',
        async (what, [, code, says]) => {
            const isQuery = ['PAGE_SIZE'].includes(code) || what.includes('rich');
            const failure = await failureOf(
                net.as('ann').raw[isQuery ? 'evaluate' : 'submit'](isQuery ? 'read' : 'use', what),
            );
            expect(failure.code).toBe(code);
            expect(failure.message).toMatch(says);
        },
    );

    it.each(['a class that is not declared', 'a key of another type', 'a patch of the key'])(
        'state promise 19: names the line of the author: %s',
        async (what) => {
            await failureOf(net.as('ann').submit('use', what));
            expect((thrown as Error).stack).toContain('wrong-use.test');
        },
    );

    it('state promise 19: names the line of the author where an await is missing', async () => {
        lines.length = 0;
        const { code, message } = await failureOf(net.as('ann').submit('forget'));
        expect(code).toBe('FLOATING_OPERATION');
        expect(message).toContain('update of lot was not awaited');
        expect(lines.join()).toMatch(/at Careless\.forget .*wrong-use\.test/);
    });

    it('state promise 19: names the line of the author where an evaluated transaction changes a row', async () => {
        const { code, message } = await failureOf(net.as('ann').evaluate('change'));
        expect(code).toBe('READ_ONLY_TRANSACTION');
        expect(message).toContain('update of lot');
        expect((thrown as Error).stack).toContain('wrong-use.test');
    });
});
