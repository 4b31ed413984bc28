import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';

// Heavy: a server, and a process for each command.

const PACKAGE_ID = 'stock:1';
const COLLECTION = '_implicit_org_Org1MSP';

/** A chaincode in JavaScript, whose prices are doubled in another version of it. */
function stockIn(times: number): string {
    return `exports.chaincode = {
    async Init() { return { status: 200 }; },
    async Invoke(stub) {
        const { fcn, params: [id, count] } = stub.getFunctionAndParameters();
        if (fcn === 'fail') return { status: 500, message: 'there is no ' + id };
        if (fcn === 'hide') await stub.putPrivateData('${COLLECTION}', id, stub.getTransient().get('value'));
        if (fcn === 'fill') await stub.putState(id, JSON.stringify({ id, count: ${times} * Number(count) }));
        return { status: 200, payload: await stub.getState(id) };
    },
};`;
}

describe('the commands of a journal', () => {
    const home = new TemporaryFolder();
    const [journal, next] = [join(home.path, 'journal'), join(home.path, 'next')];
    const txIds = new Map<string, string>();

    beforeAll(async () => {
        home.writePackage({ 'package.json': '{ "name": "stock", "version": "1.0.0" }', 'index.js': stockIn(1) });
        mkdirSync(next);
        writeFileSync(join(next, 'package.json'), '{ "name": "stock", "version": "2.0.0" }');
        writeFileSync(join(next, 'index.js'), stockIn(2));
        const variables = { CORE_CHAINCODE_ID: PACKAGE_ID, CORE_CHAINCODE_ADDRESS: '127.0.0.1:0' };
        const args = ['server', '--journal', 'journal', '--journal-max-bytes', '64MiB'];
        await using heddle = new HeddleProcess(args, { cwd: home.path, variables });
        const { address } = await heddle.logged(/^listening on /);
        await play(String(address));
        heddle.signal('SIGTERM');
        const code = await heddle.exited;
        if (code !== 0) throw new Error(`the server has ended with ${code}:\n${heddle.lines.join('\n')}`);
    });

    afterAll(() => {
        home[Symbol.dispose]();
    });

    async function play(address: string): Promise<void> {
        await using peer = await LocalPeer.start();
        peer.install({ name: 'stock', packageId: PACKAGE_ID, connect: { address } });
        const value = Buffer.from('secret-4711');
        for (const [name, ...args] of [
            ['fill', 'tea', '3'],
            ['fill', 'ale', '0'],
            ['read', 'tea'],
            ['fail', 'gin'],
        ]) {
            const { txId } = await peer.submit({ chaincode: 'stock', args: [name ?? '', ...args] });
            txIds.set(`${name} ${args[0]}`, txId);
        }
        const hidden = await peer.submit({ chaincode: 'stock', args: ['hide', 'tea'], transient: { value } });
        txIds.set('hide tea', hidden.txId);
    }

    function heddle(...args: readonly string[]): Promise<Ended> {
        return runProgram([HEDDLE, ...args], { cwd: home.path });
    }

    function idOf(call: string): string {
        return txIds.get(call) ?? '';
    }

    it('list what was recorded, and what has failed', async () => {
        const { code, stdout } = await heddle('journal', 'ls', '--journal', 'journal');
        expect([code, stdout.replaceAll(/^\S+Z {2}([0-9a-f]{12}) {2}/gm, '').split('\n')]).toEqual([
            0,
            ['fill  200', 'fill  200', 'read  200', 'fail  500 there is no gin', 'hide  200', ''],
        ]);
        const failed = await heddle('journal', 'ls', '--journal', 'journal', '--failed', '--json');
        expect(JSON.parse(failed.stdout)).toMatchObject({ txId: idOf('fail gin'), function: 'fail', status: 500 });
        const later = await heddle('journal', 'ls', '--journal', 'journal', '--since', '2100-01-01T00:00:00Z');
        expect(later).toMatchObject({ code: 0, stdout: '' });
    });

    it('take a transaction out, which is all that is needed to run it again', async () => {
        const { code, stdout } = await heddle(
            'journal',
            'export',
            'report',
            '--tx',
            idOf('fill tea').slice(0, 8),
            '--journal',
            'journal',
        );
        expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 transactions in report\/.*\.hj\n$/)]);
        const replayed = await heddle('replay', '--journal', 'report', '--json');
        expect(JSON.parse(replayed.stdout)).toMatchObject({ transactions: 1, counts: { reproduced: 1 } });
        expect(await heddle('journal', 'export', 'other', '--tx', 'ffffffff', '--journal', 'journal')).toMatchObject({
            code: 2,
            stderr: expect.stringContaining('no such transaction in journal: heddle journal ls lists them'),
        });
        expect((await heddle('journal', 'export', 'other', '--journal', 'journal')).code).toBe(2);
    });

    it('replay: 0 with the code that was recorded, 1 and the difference with another one', async () => {
        const same = await heddle('replay', '--journal', 'journal');
        expect(same).toMatchObject({
            code: 0,
            stdout: expect.stringMatching(/^4 reproduced, 0 differ, .* 1 redacted, /),
        });
        const other = await heddle('replay', '--journal', 'journal', '--module', 'next');
        expect([other.code, other.stdout.split('\n').slice(1, 4)]).toEqual([
            1,
            ['  operation 1: write of tea, count', '    recorded: 3', '    now:      6'],
        ]);
        expect(other.stdout).toContain(`first: heddle debug ${idOf('fill tea').slice(0, 12)} --journal journal`);
    });

    it('time machine promise 18: replay: changes that are meant pass, and have to happen', async () => {
        home.write('changes.json', '[{ "function": "fill", "what": "write of *, count" }]');
        const expected = ['--expect', 'changes.json'];
        const meant = await heddle('replay', '--journal', 'journal', '--module', 'next', ...expected);
        expect([meant.code, meant.stdout]).toEqual([0, expect.stringContaining('1 of them with expected changes')]);
        expect(await heddle('replay', '--journal', 'journal', ...expected)).toMatchObject({
            code: 1,
            stdout: expect.stringContaining('expected and never seen: "write of *, count" of fill'),
        });
        expect(await heddle('replay', '--journal', 'journal', '--functions', 'hide')).toMatchObject({
            code: 1,
            stdout: expect.stringContaining('nothing could be compared'),
        });
        expect(await heddle('replay', '--journal', 'journal', '--min-compared', '90%')).toMatchObject({
            code: 1,
            stdout: expect.stringContaining('only 80.0 % could be compared, and 90.0 % were asked for'),
        });
    });

    it('debug: 0 as recorded, 1 with the first operation that differs, 2 where there is nothing to compare', async () => {
        const debug = (txId: string, ...args: readonly string[]): Promise<Ended> =>
            heddle('debug', txId, '--journal', journal, ...args);
        const same = await debug(idOf('fill tea').slice(0, 8));
        expect(same.code).toBe(0);
        expect(same.stdout).toContain('   1 write of tea: {"id":"tea","count":3}\n');
        expect(same.stdout).toMatch(/\nas recorded\n$/);
        const other = await debug(idOf('fill tea'), '--module-path', next);
        expect([other.code, other.stdout.split('\n').slice(-5, -1)]).toEqual([
            1,
            ['not as recorded', '  operation 1: write of tea, count', '    recorded: 3', '    now:      6'],
        ]);
        expect((await debug(idOf('fail gin'), '--operations')).stdout).toContain('  answered 500 there is no gin\n');
        expect((await debug(idOf('hide tea'))).code).toBe(2);
        expect(await debug('ffffffff')).toMatchObject({
            code: 2,
            stderr: expect.stringContaining('no transaction begins with ffffffff'),
        });
    });

    it('refuse with 2 and a sentence what cannot be read, or what others can', async () => {
        expect(await heddle('replay', '--journal', 'nowhere')).toMatchObject({
            code: 2,
            stderr: expect.stringContaining('nowhere cannot be read (ENOENT)'),
        });
        const open = join(home.path, 'open');
        mkdirSync(open);
        chmodSync(open, 0o755);
        const server = await heddle(
            'server',
            '--journal',
            'open',
            '--chaincode-id',
            PACKAGE_ID,
            '--chaincode-address',
            '127.0.0.1:0',
        );
        expect(server.code).toBe(2);
        expect(server.stderr).toContain(`others can read the journal's folder ${open}: chmod 700 it`);
    });
});
