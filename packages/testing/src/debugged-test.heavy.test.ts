import { close, open } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context, Contract, Transaction } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { TestNetwork } from './index';

// Heavy: it takes longer than a peer waits for a transaction.

const LONGER_MS = 31_000;

class Slow extends Contract {
    @Transaction()
    async wait(ctx: Context): Promise<string> {
        await ctx.stub.putState('k', Buffer.from('v'));
        await sleep(LONGER_MS);
        return 'done';
    }
}

describe('a test under a debugger', () => {
    it('is not given up while somebody stands at a breakpoint', async () => {
        open(0, '127.0.0.1');
        try {
            await using net = await TestNetwork.start({ contracts: [Slow], determinism: 'off', traps: 'off' });
            expect(await net.as('ann').submit('wait')).toBe('done');
        } finally {
            close();
        }
    });
});
