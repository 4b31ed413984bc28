import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LocalPeer } from '@heddle/local-peer';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HEDDLE } from '../harness/run-program';
import { loadChaincode } from './load-chaincode';
import { RecordedNetwork } from './recorded-network';

// Heavy: a second process follows, and its threads are replaced. HEDDLE_SHADOW says how many transactions there are.
// The figure of the specification is 60,000, a minute of them.
const TRANSACTIONS = Number(process.env['HEDDLE_SHADOW'] ?? 1_000);
jest.setTimeout(120_000 + 20 * TRANSACTIONS);

const SIDE_BY_SIDE = 16;

/** The next version: it rounds down, which is another value for one in a hundred of the calls. */
const NEXT_VERSION = `
const { loadChaincode } = require(${JSON.stringify(join(__dirname, 'load-chaincode.js'))});
const { success } = require('@heddle/core');
exports.chaincode = {
    Init: loadChaincode.Init,
    async Invoke(stub) {
        const [name, key, value] = stub.getStringArgs();
        if (name === 'loop') for (;;);
        if (name === 'leave') process.exit(3);
        await loadChaincode.Invoke(stub);
        return success(name === 'round' ? String(Math.floor(Number(value) / 10)) : value);
    },
};
`;

const SAME_VERSION = `
exports.chaincode = require(${JSON.stringify(join(__dirname, 'load-chaincode.js'))}).loadChaincode;
`;

interface Difference {
    readonly txId: string;
    readonly what: string;
    readonly recorded: string;
    readonly now: string;
}

describe('time machine promise 17: a shadow run', () => {
    let home: string;
    let network: RecordedNetwork;
    let peer: LocalPeer;

    beforeEach(async () => {
        home = mkdtempSync(join(__dirname, 'shadow-'));
        mkdirSync(join(home, 'next'));
        writeFileSync(join(home, 'next', 'package.json'), '{ "name": "next", "version": "2.0.0", "main": "index.js" }');
        writeFileSync(join(home, 'next', 'index.js'), NEXT_VERSION);
        mkdirSync(join(home, 'same'));
        writeFileSync(join(home, 'same', 'package.json'), '{ "name": "same", "version": "1.0.0", "main": "index.js" }');
        writeFileSync(join(home, 'same', 'index.js'), SAME_VERSION);
        network = await RecordedNetwork.start({ chaincode: loadChaincode });
        peer = await network.peer();
    });
    afterEach(async () => {
        await peer.close();
        await network[Symbol.asyncDispose]();
        rmSync(home, { recursive: true, force: true });
    });

    /** Follows the journal while something is called, and until as many have come out. */
    async function follow(
        calls: () => Promise<void>,
        total: number,
        modules: readonly string[] = [join(home, 'next')],
    ): Promise<Difference[]> {
        const report = join(home, 'shadow.jsonl');
        const options = modules.flatMap((one) => ['--module', one]);
        options.push('--report', report, '--metrics', '127.0.0.1:0');
        const child = spawn(
            process.execPath,
            [HEDDLE, 'replay', '--follow', '--journal', network.folder, '--timeout-ms', '3000', ...options],
            { cwd: home, env: { PATH: process.env['PATH'] ?? '' }, stdio: ['ignore', 'pipe', 'inherit'] },
        );
        try {
            const lines = createInterface(child.stdout);
            const [said] = (await once(lines, 'line')) as [string];
            const [, url = ''] = /(http:\S+)/.exec(said) ?? [];
            await calls();
            while (child.exitCode === null && (await comeOut(url)) < total) {
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
            child.kill('SIGINT');
            const [code] = (await once(child, 'close')) as [number];
            expect(code).toBe(1);
        } finally {
            child.kill('SIGKILL');
        }
        return readFileSync(report, 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as Difference);
    }

    it('names exactly the transactions that the next version answers otherwise', async () => {
        const expected = new Set<string>();
        const call = async (number: number): Promise<void> => {
            // Of each hundred, one is rounded up.
            const value = number % 100 === 0 ? 10 * number + 6 : 10 * number + 4;
            const args = ['round', `k${number % 300}`, String(value)];
            const { txId } = await peer.evaluate({ chaincode: 'cc', args });
            if (number % 100 === 0) expected.add(txId);
        };
        const differences = await follow(async () => {
            let next = 0;
            const lane = async (): Promise<void> => {
                for (let number = (next += 1); number <= TRANSACTIONS; number = next += 1) await call(number);
            };
            await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
        }, TRANSACTIONS);
        expect(expected.size).toBe(Math.floor(TRANSACTIONS / 100));
        expect(new Set(differences.map(({ txId }) => txId))).toEqual(expected);
        expect(new Set(differences.map(({ what }) => what))).toEqual(new Set(['result']));
    });

    it('runs each chaincode by the module that is for it', async () => {
        await using other = await RecordedNetwork.start({
            chaincode: loadChaincode,
            packageId: 'other:1',
            folder: network.folder,
        });
        await using otherPeer = await other.peer();
        const call = { chaincode: 'cc', args: ['round', 'k', '16'] };
        const txIds: string[] = [];
        const differences = await follow(
            async () => {
                for (const one of [peer, otherPeer, peer]) txIds.push((await one.evaluate(call)).txId);
            },
            3,
            [`other@${join(home, 'next')}`, `recorded@${join(home, 'same')}`],
        );
        expect(differences.map(({ txId, what }) => [txId, what])).toEqual([[txIds[1], 'result']]);
    });

    it('goes on where the next version loops, or ends its process', async () => {
        const names = ['round', 'loop', 'round', 'leave', 'round'];
        const txIds: string[] = [];
        const differences = await follow(async () => {
            for (const name of names) {
                const { txId, status } = await peer.evaluate({ chaincode: 'cc', args: [name, 'k', '14'] });
                expect(status).toBe(200);
                txIds.push(txId);
            }
        }, names.length);
        expect(differences.map(({ txId, what, now }) => [txId, what, now])).toEqual([
            [txIds[1], 'answer', 'nothing after 3000 ms'],
            [txIds[3], 'answer', 'it ended its process with 3'],
        ]);
    });
});

/** How many transactions have come out, by the figures of the run. */
async function comeOut(url: string): Promise<number> {
    const text = await (await fetch(url)).text();
    const counts = [...text.matchAll(/^heddle_shadow_transactions_total\S* (\d+)$/gm)];
    return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
