import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { SecondRunFlag } from './second-run-flag';

const IN_THREAD = `const { parentPort, workerData } = require('node:worker_threads');
    const { SecondRunFlag } = require(workerData);
    const flag = new SecondRunFlag();
    parentPort.on('message', (txId) => parentPort.postMessage(flag.isSet(txId)));`;

describe('the flag of a second run', () => {
    it('is seen by each thread of the process, for its transaction alone', async () => {
        const flag = new SecondRunFlag();
        const thread = new Worker(IN_THREAD, { eval: true, workerData: join(__dirname, 'second-run-flag.js') });
        const seen = async (txId: string): Promise<unknown> => {
            const answered = once(thread, 'message');
            thread.postMessage(txId);
            const [answer] = (await answered) as unknown[];
            return answer;
        };
        try {
            expect(await seen('t1')).toBe(false);
            flag.set('t1');
            expect([flag.isSet('t1'), await seen('t1'), await seen('t2')]).toEqual([true, true, false]);
            flag.clear();
            expect([flag.isSet('t1'), await seen('t1')]).toEqual([false, false]);
        } finally {
            await thread.terminate();
        }
    });
});
