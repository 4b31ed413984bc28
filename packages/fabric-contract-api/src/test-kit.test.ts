import { TestNetwork } from '@heddle/testing';
import { describe, expect, it } from '@jest/globals';
import { Context, Contract, Returns, Transaction } from './index';

interface Ledger {
    getState(key: string): Promise<Buffer>;
    putState(key: string, value: Buffer): Promise<void>;
}

class Counter extends Contract {
    @Transaction()
    @Returns('number')
    async add(ctx: Context, name: string, amount: number): Promise<number> {
        const ledger = ctx.stub as Ledger;
        const sum = Number(await ledger.getState(name)) + amount;
        await ledger.putState(name, Buffer.from(String(sum)));
        return sum;
    }

    @Transaction(false)
    fail(_ctx: Context): void {
        throw new Error('as always');
    }
}

describe('the test kit', () => {
    it('runs contracts of this form, with the types of their methods', async () => {
        await using net = await TestNetwork.start({ contracts: [Counter] });
        const ann = net.as('ann');
        await expect(ann.submit('add', 'a', 2)).resolves.toBe(2);
        const sum: number = await ann.submit('add', 'a', 3);
        expect(sum).toBe(5);
        // @ts-expect-error -- the amount is a number
        await expect(ann.submit('add', 'a', 'three')).rejects.toThrow('fromBuffer could not convert data to number');
        await expect(ann.evaluate('fail')).rejects.toThrow('as always');
    });
});
