import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { goldenBlocks } from '../history/record-history';
import { FORK_CHAINCODE } from './fork-chaincode';
import { ASSET_ID } from './fork-ledger';
import { snapshotFolder } from './record-snapshot';
import { largeKey, writeLargeSnapshot } from './write-large-snapshot';

const KEYS = 1_000_000;
const MOST_KILOBYTES = 300 * 1024;
const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };
const DN = '/C=US/ST=California/L=San Francisco';
const OWNER = `x509::${DN}/OU=client/CN=User1@org1.test::${DN}/O=org1.test/CN=ca.org1.test`;
const CHAINCODE = `module.exports = require(${JSON.stringify(join(__dirname, 'fork-chaincode.js'))}).forkChaincode;`;
/**
 * Notes the peak of a process's memory, at its end. By `/proc`, since Linux counts what the parent held into a child's
 * `resourceUsage().maxRSS`, and here the parent is a test runner that has held more than a gigabyte.
 */
const METER = `process.on('exit', () => {
    const { readFileSync, writeFileSync } = require('node:fs');
    const peak = process.platform === 'linux'
        ? /^VmHWM:\\s+(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]
        : process.resourceUsage().maxRSS;
    writeFileSync(require('node:path').join(__dirname, 'memory', String(process.pid)), String(peak));
});`;

function packageIn(folder: TemporaryFolder): void {
    folder.writePackage({
        'package.json': JSON.stringify({ name: FORK_CHAINCODE }),
        'index.js': CHAINCODE,
        'meter.cjs': METER,
    });
}

function start(folder: TemporaryFolder, ...args: readonly string[]): HeddleProcess {
    const options = ['dev', '--port', '0', '--no-studio', '--one-process', '--determinism', 'off', ...args];
    return new HeddleProcess(options, {
        cwd: folder.path,
        variables: VARIABLES,
        node: ['--require', join(folder.path, 'meter.cjs')],
    });
}

async function call(folder: TemporaryFolder, ...args: readonly string[]): Promise<{ code: unknown; text: string }> {
    await using client = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
    const code = await client.exited;
    return { code, text: client.stdout + client.lines.join('\n') };
}

async function end(heddle: HeddleProcess): Promise<void> {
    heddle.signal('SIGINT');
    expect(await heddle.exited).toBe(0);
}

describe('heddle dev on a fork', () => {
    it('time machine promise 14: of 1,000,000 keys takes less than 300 MB, and has them', async () => {
        using folder = new TemporaryFolder();
        packageIn(folder);
        folder.write('memory/.keep', '');
        writeLargeSnapshot(snapshotFolder('3.1'), join(folder.path, 'snapshot'), KEYS);
        await using heddle = start(folder, '--fork', 'snapshot');
        await heddle.printed(READY);
        for (const number of [0, 500_001, KEYS - 1]) {
            const { text } = await call(folder, 'query', 'get', largeKey(number));
            expect(JSON.parse(text)).toMatchObject({ ID: largeKey(number), AppraisedValue: number });
        }
        const rows = await call(folder, 'query', 'range', largeKey(KEYS - 2), '');
        expect((JSON.parse(rows.text) as unknown[]).length).toBe(2);
        await end(heddle);
        const used = readdirSync(join(folder.path, 'memory')).map((name) =>
            Number(readFileSync(join(folder.path, 'memory', name), 'utf8')),
        );
        expect(Math.max(...used)).toBeGreaterThan(0);
        expect(Math.max(...used)).toBeLessThan(MOST_KILOBYTES);
    });

    it('time machine promise 15: acts as a real client, keeps what was written, and says in each line what it is', async () => {
        using folder = new TemporaryFolder();
        packageIn(folder);
        folder.write('memory/.keep', '');
        const fork = ['--fork', snapshotFolder('2.5'), '--store', 'kept'];
        await using first = start(folder, ...fork, '--user', OWNER);
        await first.printed(READY);
        const transfer = ['invoke', 'transferAsset', ASSET_ID, 'somebody', '--as'];
        const refused = await call(folder, ...transfer, 'Admin');
        expect([refused.code, refused.text]).toEqual([1, expect.stringContaining('is not the owner of house')]);
        expect(await call(folder, ...transfer, 'User1')).toMatchObject({ code: 0 });
        await first.printed(/commit +VALID assets\.transferAsset/);
        for (const line of first.stdout.trimEnd().split('\n')) expect(line).toMatch(/^fork of mychannel at 11 \| /);
        await end(first);
        await using second = start(folder, ...fork);
        await second.printed(READY);
        expect(JSON.parse((await call(folder, 'query', 'getAsset', ASSET_ID)).text)).toMatchObject({
            owner: 'somebody',
        });
        await end(second);
        // It is the fork of that ledger, and no other one.
        await using third = start(folder, '--store', 'kept');
        expect(await third.exited).toBe(1);
        expect(third.lines.join('\n')).toContain('began with the snapshot');
    });

    it('of blocks has what was there at one of them, keeps what is written, and is refused with others', async () => {
        using folder = new TemporaryFolder();
        packageIn(folder);
        folder.write('memory/.keep', '');
        const blocks = ['--chaincode-name', 'difficult', '--fork', goldenBlocks('3.1')];
        await using first = start(folder, ...blocks, '--at', '60', '--store', 'kept');
        await first.printed(READY);
        const before = await call(folder, 'state', 'history', 'row004');
        expect(before).toMatchObject({ code: 0, text: expect.stringContaining('row004, labelled by 1.0') });
        expect(await call(folder, 'invoke', 'put', 'row004', 'of the fork')).toMatchObject({ code: 0 });
        for (const line of first.stdout.trimEnd().split('\n')) expect(line).toMatch(/^fork of mychannel at 60 \| /);
        await end(first);
        await using second = start(folder, ...blocks, '--at', '60', '--store', 'kept');
        await second.printed(READY);
        expect((await call(folder, 'query', 'get', 'row004')).text).toContain('of the fork');
        await end(second);
        await using third = start(folder, ...blocks, '--store', 'kept');
        expect(await third.exited).toBe(2);
        expect(third.lines.join('\n')).toMatch(
            /--store: the ledger of channel 'mychannel' began with the blocks up to 60, and block 61 is given: give --at 60, or another folder/,
        );
    });
});
