import {
    type Context,
    Contract,
    Declares,
    entity,
    event,
    IsDate,
    IsISO8601,
    IsString,
    Property,
    Returns,
    Transaction,
} from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from '../index';

class Visit {
    static readonly entity = entity('visit', { key: ['id'], indexes: { byDay: ['day'] } });

    @IsString() id!: string;
    @IsISO8601({ strict: true }) day!: string;
    @IsDate() at!: Date;
    @Property() count: bigint = 1n;
}

class Visited {
    static readonly event = event('Visited');

    @IsString() id!: string;
    @IsDate() at!: Date;
}

/** Something of all that Heddle does itself in a transaction. */
@Declares(Visit, Visited)
class Visits extends Contract {
    @Transaction()
    @Returns(Visit)
    async visit(ctx: Context, visit: Visit, seen: Date): Promise<Visit> {
        const { stub } = ctx;
        ctx.logger.warn({ id: visit.id }, 'a visit');
        await ctx.state(Visit).create(visit);
        ctx.emit(Visited, { id: visit.id, at: seen });
        await stub.putPrivateData('_implicit_org_Org1MSP', 'k', stub.getTransient().get('note') ?? Buffer.alloc(1));
        await Promise.all([stub.getState('a'), stub.getState('b'), stub.putState('c', ctx.serialize({ seen }))]);
        for await (const { value } of stub.getStateByRange('x', 'z')) ctx.deserialize(Visit, value);
        const sameDay = await ctx.state(Visit).findBy('byDay', { day: visit.day }).take(10);
        ctx.logger.info({ count: sameDay.length }, 'on that day');
        ctx.clientIdentity.getID();
        return visit;
    }
}

describe('what Heddle itself does in a transaction', () => {
    it('proof promise 5: is no hit of the traps, and the same on another machine', async () => {
        await using net = await TestNetwork.start({ contracts: [Visits], traps: 'report' });
        const ann = net.as('ann').with({ transient: { note: 'for us alone' } });
        const at = new Date('2026-02-28T23:59:59.999Z');
        const visit = { id: 'v1', day: '2026-02-28T23:59:59Z', at, count: 1n };
        const result = await ann.submit('visit', visit, at);
        expect(result.at).toEqual(at);
        expect(net.traps).toEqual([]);
    });
});
