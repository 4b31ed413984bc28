import './jest';
import { type Context, Contract, Declares, event, IsString, Param, Property, Transaction } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from './index';

class Paid {
    static readonly event = event('Paid');
    @IsString() to!: string;
    @Property() amount!: bigint;
}
class Noted {
    static readonly event = event('Noted');
    @Property() at!: Date;
}

@Declares(Paid, Noted)
class Till extends Contract {
    @Transaction() @Param('amounts', [BigInt]) pay(ctx: Context, to: string, amounts: bigint[]): void {
        for (const amount of amounts) ctx.emit(Paid, { to, amount });
    }
    @Transaction() note(ctx: Context): void {
        ctx.emit(Noted, { at: ctx.stub.getDateTimestamp() });
        ctx.emit(Paid, { to: 'bob', amount: 2n });
    }
    @Transaction() raw(ctx: Context): void {
        ctx.stub.setEvent('Paid', 'no JSON');
    }
}

const TIME = new Date('2026-01-01T00:00:00Z');
const start = (): Promise<TestNetwork<{ readonly contracts: readonly [typeof Till] }>> =>
    TestNetwork.start({ contracts: [Till], time: TIME });

async function messageOf(running: Promise<unknown>): Promise<string> {
    try {
        await running;
    } catch (error) {
        return (error as Error).message;
    }
    throw new Error('the matcher passed');
}

describe('the test kit', () => {
    it('shows the events of a transaction one by one', async () => {
        await using net = await start();
        const ann = net.as('ann');
        await ann.submit('pay', 'bob', []);
        await ann.submit('pay', 'bob', [1n]);
        await ann.submit('note');
        expect(net.events.map(({ name, payload, blockNumber }) => ({ name, payload, blockNumber }))).toEqual([
            { name: 'Paid', payload: { to: 'bob', amount: '1' }, blockNumber: 2n },
            { name: 'Noted', payload: { at: TIME.toISOString() }, blockNumber: 3n },
            { name: 'Paid', payload: { to: 'bob', amount: '2' }, blockNumber: 3n },
        ]);
        const [, , noted] = net.transactions;
        expect([noted?.event?.name, noted?.events.map(({ name }) => name)]).toEqual([
            'heddle.events',
            ['Noted', 'Paid'],
        ]);
    });

    it('has a matcher for them, which compares values with their types', async () => {
        await using net = await start();
        const ann = net.as('ann');
        await expect(ann.submit('pay', 'bob', [1n, 2n, 3n])).toHaveEmitted(Paid, { to: 'bob', amount: 2n });
        await expect(ann.submit('pay', 'bob', [1n])).toHaveEmitted(Paid, expect.objectContaining({ amount: 1n }));
        await expect(ann.endorse('pay', 'bob', [1n])).toHaveEmitted(Paid, { to: expect.anything(), amount: 1n });
        await expect(ann.submit('pay', 'bob', [1n])).not.toHaveEmitted(Paid, { to: 'bob', amount: 2n });
        await expect(ann.endorse('note')).toHaveEmitted(Noted, { at: TIME });
        await expect(ann.endorse('note')).toHaveSetEvent('Paid', { to: 'bob', amount: '2' });
        await expect(ann.endorse('note')).toHaveSetEvent('heddle.events');
        await expect(ann.submit('raw')).toHaveEmitted(Paid);
    });

    it('says which events there were instead', async () => {
        await using net = await start();
        const ann = net.as('ann');
        const wrong = expect(ann.submit('pay', 'bob', [1n, 2n])).toHaveEmitted(Paid, { to: 'bob', amount: 3n });
        expect(await messageOf(wrong)).toBe(
            "expected pay to emit Paid with { to: 'bob', amount: 3n }, but it emitted\n" +
                "  Paid: { amount: '1', to: 'bob' }\n  Paid: { amount: '2', to: 'bob' }",
        );
        expect(await messageOf(expect(ann.submit('pay', 'bob', [])).toHaveEmitted(Paid))).toBe(
            'expected pay to emit Paid, but it emitted nothing',
        );
        expect(await messageOf(expect(ann.submit('note')).not.toHaveEmitted(Noted))).toBe(
            'expected note not to emit Noted, but it did',
        );
    });
});
