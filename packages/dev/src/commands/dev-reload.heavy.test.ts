import { setTimeout as sleep } from 'node:timers/promises';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { type GatewayClient, openGateway } from '../client/gateway-client';
import { resolveConnection } from '../client/resolve-connection';

// Heavy: it has a thousand transactions run, on a machine that may be busy.

const READY = /ready after \d+ ms/;
const RATE = 50;
const RELOADS = 4;
/** Transactions from one change to the next, at least. */
const BETWEEN = 2 * RATE;

/** Each version says which one it is. */
function contract(version: number): string {
    return `const { Contract } = require('@heddle/contract');
        exports.Cars = class Cars extends Contract {
            async add(ctx, id) {
                await ctx.stub.putState(id, 'version ${version}');
                return 'version ${version}';
            }
            async read(ctx, id) { return String(await ctx.stub.getState(id)); }
        };`;
}

/** @returns what the transaction answered, and what became of it */
async function submit(client: GatewayClient, id: string): Promise<{ readonly version: string; readonly code: number }> {
    const commit = await client.contract(undefined).submitAsync('add', { arguments: [id] });
    const { code } = await commit.getStatus();
    return { version: Buffer.from(commit.getResult()).toString(), code };
}

describe('a reload of heddle dev', () => {
    it(`loses none of ${RATE} transactions a second, each of which is answered by one version`, async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'package.json': '{ "name": "cars" }', 'index.js': contract(0) });
        const variables = { PATH: process.env['PATH'] ?? '' };
        await using heddle = new HeddleProcess(['dev', '--port', '0'], { cwd: folder.path, variables });
        await heddle.printed(READY);
        const commandLine = new Map([['--module-path', folder.path]]);
        const options = { timeoutMs: '60000' };
        using client = openGateway(resolveConnection({ commandLine, variables: {}, options }));
        const outcomes: ReturnType<typeof submit>[] = [];
        const reloads = (): number => heddle.stdout.match(/the new chaincode runs/g)?.length ?? 0;
        let changes = 0;
        let changedAt = 0;
        // After the last reload as many go on as before the first change.
        while (reloads() < RELOADS || outcomes.length < changedAt + BETWEEN) {
            if (reloads() === changes && changes < RELOADS && outcomes.length >= changedAt + BETWEEN) {
                changes++;
                changedAt = outcomes.length;
                folder.write('index.js', contract(changes));
            }
            const outcome = submit(client, `car${outcomes.length}`);
            // Of those that fail the test tells when all are here.
            outcome.catch(() => undefined);
            outcomes.push(outcome);
            await sleep(1000 / RATE);
        }
        const settled = await Promise.allSettled(outcomes);
        const failures = settled.filter(({ status }) => status === 'rejected');
        expect(failures).toEqual([]);
        const done = await Promise.all(outcomes);
        expect(done.filter(({ code }) => code !== 0)).toEqual([]);
        // Each was stored by the version that answered it.
        for (const index of [0, Math.floor(done.length / 2), done.length - 1]) {
            const stored = await client.contract(undefined).evaluateTransaction('read', `car${index}`);
            expect(Buffer.from(stored).toString()).toBe(done[index]?.version);
        }
        const versions = [...new Set(done.map(({ version }) => version))];
        expect(versions).toHaveLength(RELOADS + 1);
    });
});
