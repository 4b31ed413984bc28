import { createRequire } from 'node:module';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import type { Contract } from '@heddle/contract';
import { TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

/** Faults that only another process shows, and their correct twins. */
const CONTRACT = `const { Contract, ContractError } = require('@heddle/contract');
function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }
class Machines extends Contract {
    async noted(ctx, json) {
        let note = 'ok';
        try { JSON.parse(json); } catch (error) { note = error.message; }
        await ctx.stub.putState('note', ctx.serialize({ note }));
    }
    async notedWell(ctx, json) {
        let note = 'ok';
        try { JSON.parse(json); } catch { note = 'not JSON'; }
        await ctx.stub.putState('note', ctx.serialize({ note }));
    }
    async zoned(ctx) { await ctx.stub.putState('hour', ctx.serialize(ctx.stub.getDateTimestamp().getHours())); }
    async zonedWell(ctx) { await ctx.stub.putState('hour', ctx.serialize(ctx.stub.getDateTimestamp().getUTCHours())); }
    async deep(ctx) {
        const before = await ctx.stub.getState('note');
        let found = -1;
        try { found = depth(7000); } catch { found = before.length; }
        await ctx.stub.putState('depth', ctx.serialize(found));
        return found;
    }
}
exports.contracts = [Machines];
`;

const VARIABLES = { PATH: process.env['PATH'] ?? '', TZ: 'UTC' };
/** A binary of Node 24, for the one fault that no other run shows. */
const NODE_24 = process.env['HEDDLE_NODE_24'];

let folder: TemporaryFolder;

beforeEach(async () => {
    folder = new TemporaryFolder();
    folder.writePackage({ 'index.js': CONTRACT });
    const file = `${folder.path}/index.js`;
    const { contracts } = createRequire(file)(file) as { readonly contracts: readonly [new () => Contract] };
    const record = `${folder.path}/calls.jsonl`;
    await using net = await TestNetwork.start({ contracts, record, traps: 'off', perturb: false });
    const ann = net.as('ann').raw;
    for (const [name, ...args] of [['noted', '{"a'], ['notedWell', '{"a'], ['zoned'], ['zonedWell'], ['deep']] as const)
        await ann.submit(name, ...args);
});

afterEach(() => {
    folder[Symbol.dispose]();
});

async function matrix(...args: readonly string[]): Promise<{ code: unknown; stdout: string; errors: string }> {
    await using heddle = new HeddleProcess(['matrix', ...args], { cwd: folder.path, variables: VARIABLES });
    const code = await heddle.exited;
    return { code, stdout: heddle.stdout, errors: heddle.lines.join('\n') };
}

describe('heddle matrix', () => {
    it('tells what is not the same in another zone, and with another stack', async () => {
        const { code, stdout } = await matrix('--calls', 'calls.jsonl', '--env', 'TZ=Asia/Kathmandu', '--stack', '250');
        expect(stdout).toMatch(
            /^chaincode\.zoned is not the same with TZ=Asia\/Kathmandu\n {2}write of hour\n {4}node 2\d\.\d+\.\d+: +\d+\n {4}TZ=Asia\/Kathmandu: \d+\n/m,
        );
        expect(stdout).toMatch(/^chaincode\.deep is not the same with --stack 250\n {2}/m);
        expect(stdout).toMatch(/5 calls with node \S+ and with TZ=Asia\/Kathmandu, --stack 250: 2 different\n$/);
        expect(code).toBe(1);
    });

    it('says so where nothing differs', async () => {
        const { code, stdout } = await matrix('--calls', 'calls.jsonl', '--env', 'LC_ALL=C');
        expect([code, stdout]).toEqual([0, expect.stringMatching(/: no difference\n$/)]);
    });

    it('records the calls of a command, and runs those', async () => {
        const test = `require('@heddle/testing').TestNetwork.start({ contracts: require('./index').contracts }).then(
            async (net) => { await net.as('ann').submit('zonedWell'); await net.close(); });`;
        folder.write('test.js', test);
        const { code, stdout } = await matrix('--env', 'TZ=Asia/Tokyo', '--', 'node', 'test.js');
        expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 calls with .*no difference\n$/)]);
    });

    it.each([
        ['there are no calls', ['--env', 'TZ=Asia/Tokyo'], 'give --calls a file of them, or a test run behind --'],
        ['there is nothing to compare', ['--calls', 'calls.jsonl'], 'give --all, --env, --stack'],
        ['Node is not at hand', ['--calls', 'calls.jsonl', '--node', '17'], 'allow --download'],
        ['the file is empty', ['--calls', 'none.jsonl', '--env', 'TZ=UTC'], 'has no recorded calls'],
        ['the command fails', ['--env', 'TZ=UTC', '--', 'node', '-e', 'process.exit(3)'], 'failed, exit code 3'],
    ])('says what to do where %s', async (_what, args, remedy) => {
        const { code, errors } = await matrix(...args);
        expect([code, errors]).toEqual([2, expect.stringContaining(remedy)]);
    });
});

// Without HEDDLE_NODE_24, a binary of it, there is no second version of Node to run.
const describeWithNode24 = NODE_24 === undefined ? describe.skip : describe;

describeWithNode24('heddle matrix with Node 24', () => {
    it('proof promise 15: tells the text of an error of the engine that is another one there, and nothing else', async () => {
        const versions = `${process.versions.node.split('.')[0] ?? ''},24`;
        const given = ['--calls', 'calls.jsonl', '--node', versions, '--node-path', NODE_24 ?? ''];
        const { code, stdout } = await matrix(...given);
        expect(stdout).toMatch(
            /^chaincode\.noted is not the same with node 24\.\S+\n {2}write of note, note\n {4}node 2\S+ +\S.*\n {4}node 24\S+ .*line 1 column/,
        );
        expect(stdout.match(/is not the same/g)).toHaveLength(1);
        expect(code).toBe(1);
    });
});
