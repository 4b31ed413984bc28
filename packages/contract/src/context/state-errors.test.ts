import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Context, Contract, ContractChaincode, Evaluate, IsInt } from '..';
import { recordingLogger, ScriptedPeer } from '../testing/scripted-peer';

class Car {
    @IsInt() doors!: number;
}

class Cars extends Contract {
    @Evaluate() async read(ctx: Context, key: string): Promise<Car> {
        return ctx.deserialize(Car, await ctx.stub.getState(key));
    }
    @Evaluate() async readText(ctx: Context, key: string): Promise<string> {
        return ctx.deserialize(String, await ctx.stub.getState(key));
    }
    @Evaluate() async readAmong(ctx: Context): Promise<Car[]> {
        const cars = await ctx.stub.getMultipleStates(['good', 'bad']);
        return cars.map((bytes) => ctx.deserialize(Car, bytes));
    }
    @Evaluate() async readLater(ctx: Context): Promise<Car> {
        const bad = await ctx.stub.getState('bad');
        for (let count = 0; count < 7; count += 1) await ctx.stub.getState('good');
        return ctx.deserialize(Car, bad);
    }
    @Evaluate() async readOneOfTwo(ctx: Context): Promise<Car> {
        const [first] = await Promise.all([ctx.stub.getState('one'), ctx.stub.getState('two')]);
        return ctx.deserialize(Car, first);
    }
    @Evaluate() readNothing(ctx: Context): Car {
        return ctx.deserialize(Car, new Uint8Array(0));
    }
    @Evaluate() readOwn(ctx: Context): Car {
        return ctx.deserialize(Car, Buffer.from('5'));
    }
}

let peer: ScriptedPeer;
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [Cars], logger: recordingLogger().logger }));
    peer.state.set('good', Buffer.from('{"doors":4}'));
    peer.state.set('bad', Buffer.from('{"doors":"4"}'));
    peer.state.set('text', Buffer.from('"text"'));
});
afterAll(() => peer.close());

const WRONG = 'state.doors must be a number, not "4"';
const ABSENT = 'does not exist: look at its length before you deserialize it';

describe('an error about state', () => {
    it.each<[string, string[], string]>([
        ['a value of another type', ['read', 'bad'], `the value of "bad": ${WRONG}`],
        ['a key that is not there', ['read', 'none'], `there is no value, for the key "none" ${ABSENT}`],
        [
            'a composite key that is not there',
            ['read', '\u0000car\u0000a\u0000'],
            'there is no value, for the key "\\u0000car\\u0000a\\u0000" ',
        ],
        [
            'a key that is not there, for a text',
            ['readText', 'none'],
            `there is no value, for the key "none" ${ABSENT}`,
        ],
        ['one of several values', ['readAmong'], `the value of "bad": ${WRONG}`],
        ['a value that was read some time ago', ['readLater'], `the value of "bad": ${WRONG}`],
        [
            'one of two keys that are not there',
            ['readOneOfTwo'],
            `there is no value, for the key "one" or "two" ${ABSENT}`,
        ],
        [
            'no bytes at all',
            ['readNothing'],
            'there is no value, for its key does not exist, or was deleted: look at its length',
        ],
        ['bytes that are not of the ledger', ['readOwn'], 'state must be an object with doors, not 5'],
    ])('names the key: %s', async (_, [name = '', ...args], sentence) => {
        const { status, message } = await peer.invoke(name, ...args);
        expect([status, message.slice(0, 'INVALID_STATE: '.length + sentence.length)]).toEqual([
            500,
            `INVALID_STATE: ${sentence}`,
        ]);
    });

    it('is not there where all is well', async () => {
        expect(await peer.invoke('read', 'good')).toMatchObject({ status: 200, payload: '{"doors":4}' });
        expect(await peer.invoke('readText', 'text')).toMatchObject({ status: 200, payload: 'text' });
    });
});
