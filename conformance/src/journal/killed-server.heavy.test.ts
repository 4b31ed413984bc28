import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TemporaryFolder } from '@heddle/command-testing';
import { readJournal } from '@heddle/journal';
import { LocalPeer } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { loadChaincode } from './load-chaincode';
import { countsOf, replayed } from './replay-counts';

// Heavy: a process that works for some seconds, and is killed.

const WORKS_MS = 3_000;
/**
 * A chunk waits for 100 ms at most, which is the figure of the specification; its write may wait for the machine.
 * HEDDLE_LOST_MS says how much may be lost: 110 on a machine that has nothing else to do.
 */
const LATEST_MS = Number(process.env['HEDDLE_LOST_MS'] ?? 2_000);

describe('time machine promise 3: a server that is killed at full load', () => {
    it('leaves a journal that can be read, but for what came last', async () => {
        using home = new TemporaryFolder();
        const [folder, answers] = [join(home.path, 'journal'), join(home.path, 'answers')];
        const child = spawn(process.execPath, [join(__dirname, 'recording-child.js'), folder, answers], {
            stdio: ['ignore', 'pipe', 'inherit'],
        });
        try {
            const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
            const peer = await LocalPeer.start();
            peer.install({ name: 'cc', packageId: 'recorded:1', connect: { address } });
            let isOver = false;
            const lane = async (name: string): Promise<void> => {
                for (let number = 0; !isOver; number += 1) {
                    const args = ['round', `${name}${number % 50}`, String(number)];
                    await peer.evaluate({ chaincode: 'cc', args }).catch(() => undefined);
                }
            };
            const lanes = Array.from({ length: 32 }, (_, index) => lane(`lane${index}`));
            await new Promise((resolve) => setTimeout(resolve, WORKS_MS));
            child.kill('SIGKILL');
            await once(child, 'exit');
            isOver = true;
            await peer.close();
            await Promise.all(lanes);

            const times = readFileSync(answers, 'utf8').split('\n').filter(Boolean).map(Number);
            const last = times.at(-1) ?? 0;
            let recorded = 0;
            for await (const { end } of readJournal(folder)) recorded += Number(end === 'completed');
            const firstLost = times[recorded] ?? last;
            expect(recorded).toBeGreaterThan(100);
            expect(recorded).toBeLessThanOrEqual(times.length);
            expect(last - firstLost).toBeLessThan(LATEST_MS);
            const counts = countsOf(await replayed(folder, loadChaincode));
            expect(counts['reproduced']).toBe(recorded);
            expect(counts['differs'] ?? 0).toBe(0);
        } finally {
            child.kill('SIGKILL');
        }
    });
});
