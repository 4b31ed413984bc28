import { describe, expect, it } from '@jest/globals';
import { Waiters } from './waiters';

describe('Waiters', () => {
    it('wakes all that wait, in their order', async () => {
        const waiters = new Waiters();
        const woken: number[] = [];
        const waiting = [1, 2, 3].map(async (one) => {
            await waiters.wait();
            woken.push(one);
        });
        waiters.wakeAll();
        await Promise.all(waiting);
        expect(woken).toEqual([1, 2, 3]);
    });

    it('lets those who come later wait for the next time', async () => {
        const waiters = new Waiters();
        waiters.wakeAll();
        let isWoken = false;
        const later = waiters.wait().then(() => (isWoken = true));
        await new Promise(setImmediate);
        expect(isWoken).toBe(false);
        waiters.wakeAll();
        await later;
        expect(isWoken).toBe(true);
    });

    it('lets one that is woken wait again', async () => {
        const waiters = new Waiters();
        let times = 0;
        const waiting = (async () => {
            for (; times < 2; times++) await waiters.wait();
        })();
        waiters.wakeAll();
        await new Promise(setImmediate);
        expect(times).toBe(1);
        waiters.wakeAll();
        await waiting;
        expect(times).toBe(2);
    });
});
