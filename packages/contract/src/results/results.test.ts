import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as v from 'class-validator';
import {
    Context,
    Contract,
    ContractChaincode,
    Evaluate,
    Param,
    Property,
    Returns,
    Type,
    type TypeSpec,
} from '../index';
import { recordingLogger, ScriptedPeer } from '../testing/scripted-peer';

class Line {
    @v.IsInt() @v.Min(1) amount!: number;
}
class Order {
    @v.IsString() id!: string;
    @v.ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
    @v.IsOptional() @v.IsString() note?: string;
    @Property() due!: Date;
    @Property() total!: bigint;
    @Property({ record: Number }) stock: Record<string, number> = {};
}

const results: Record<string, unknown> = {
    text: 'a "b" ä',
    number: -1.5,
    boolean: false,
    bigint: 12345678901234567890n,
    date: new Date(0),
    bytes: new Uint8Array([0, 255]),
    nothing: undefined,
    null: null,
    object: { b: [1, null], a: new Date(0) },
    empty: '',
    promise: { value: Promise.resolve(1) },
    nan: NaN,
    order: { due: new Date(0), total: 1n, stock: { x: 1 }, lines: [{ amount: 1 }], id: 'o' },
    wrongOrder: { due: 0, total: 1, stock: [], lines: [{ amount: 0 }, 1], id: 5, extra: 1, note: 6 },
    halfOrder: { id: 'o', extra: undefined },
    map: new Map([
        ['b', 1],
        ['a', 2],
    ]),
};

class Answers extends Contract {
    @Evaluate() plain(_ctx: Context, name: string): unknown {
        return results[name];
    }
    @Evaluate() @Returns(Order) order(_ctx: Context, name: string): unknown {
        return results[name];
    }
    @Evaluate() @Returns({ map: Number }) map(_ctx: Context, name: string): unknown {
        return results[name];
    }
    @Evaluate() @Returns(Date) date(_ctx: Context, name: string): unknown {
        return results[name];
    }
    @Evaluate() @Returns(Buffer) bytes(_ctx: Context, name: string): unknown {
        return results[name];
    }
    @Evaluate() @Returns({ nullable: { enum: ['a'] } }) nullable(_ctx: Context, name: string): unknown {
        return results[name];
    }
    @Evaluate() @Param('as', String) roundTrip(ctx: Context, as: string): unknown {
        const spec: TypeSpec = as === 'order' ? Order : { map: Number };
        return ctx.deserialize(spec, ctx.serialize(results[as]));
    }
}

let peer: ScriptedPeer;
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [Answers], logger: recordingLogger().logger }));
});
afterAll(() => peer.close());

describe('results', () => {
    it.each([
        ['text', 'a "b" ä'],
        ['number', '-1.5'],
        ['boolean', 'false'],
        ['bigint', '12345678901234567890'],
        ['date', '1970-01-01T00:00:00.000Z'],
        ['nothing', ''],
        ['null', 'null'],
        ['empty', ''],
        ['object', '{"a":"1970-01-01T00:00:00.000Z","b":[1,null]}'],
        ['map', '{"a":2,"b":1}'],
    ])('%s is written as %j', async (name, payload) => {
        expect(await peer.invoke('plain', name)).toMatchObject({ status: 200, payload });
    });

    it('bytes are left unchanged', async () => {
        expect((await peer.invoke('plain', 'bytes')).bytes).toEqual(Buffer.from([0, 255]));
        expect((await peer.invoke('bytes', 'bytes')).bytes).toEqual(Buffer.from([0, 255]));
    });

    it.each([
        ['plain', 'nan', 'result is NaN, which JSON cannot represent'],
        ['plain', 'promise', 'result.value is a promise (an `await` is missing), which JSON cannot represent'],
        ['order', 'nothing', 'result must be Order, not undefined'],
        ['order', 'null', 'result must be Order, not null'],
        ['order', 'map', 'result must be Order, not an object (Map)'],
        ['order', 'halfOrder', 'result.lines is missing; result.due is missing; result.total is missing'],
        [
            'order',
            'wrongOrder',
            'result.extra is not a property of Order; result.id must be string, not 5; ' +
                'result.lines[0].amount must not be less than 1; result.lines[1] must be Line, not 1; ' +
                'result.note must be string, not 6; result.due must be Date, not 0; result.total must be bigint, not 1; ' +
                'result.stock must be Record<string, number>, not an object (Array)',
        ],
        ['map', 'object', 'result must be Map<string, number>, not an object (Object)'],
        ['date', 'text', 'result must be Date, not "a \\"b\\" ä"'],
        ['nullable', 'text', 'result must be "a", not "a \\"b\\" ä"'],
    ])('%s refuses %s', async (transaction, name, sentence) => {
        expect(await peer.invoke(transaction, name)).toMatchObject({
            status: 500,
            message: `INVALID_RESULT: ${sentence}`,
        });
    });

    it('what is declared is written as what is not', async () => {
        const payload =
            '{"due":"1970-01-01T00:00:00.000Z","id":"o","lines":[{"amount":1}],"stock":{"x":1},"total":"1"}';
        expect(await peer.invoke('order', 'order')).toMatchObject({ status: 200, payload });
        expect(await peer.invoke('roundTrip', 'order')).toMatchObject({ payload });
        expect(await peer.invoke('roundTrip', 'map')).toMatchObject({ payload: '{"a":2,"b":1}' });
        expect(await peer.invoke('nullable', 'null')).toMatchObject({ payload: 'null' });
    });
});
