import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findConnection } from '../dev/connection/connection-file';
import { contract, gone, processOf, READY, start, VARIABLES } from '../testing/dev-processes';

describe('heddle dev beside others, and at its end', () => {
    it('leaves commands in its folder to a network that was there first, and says so', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using first = start(folder);
        await first.printed(READY);
        const connection = findConnection(folder.path);
        const { processId, gateway } = connection ?? { processId: 0, gateway: '' };
        await using second = start(folder);
        await second.printed(READY);
        expect(second.stdout).toContain(
            `heddle dev runs for this folder already, as process ${processId}, its gateway at ${gateway}: commands in this folder call that one; --gateway calls this one`,
        );
        expect(findConnection(folder.path)).toEqual(connection);
        second.signal('SIGINT');
        expect(await second.exited).toBe(0);
        expect(findConnection(folder.path)).toEqual(connection);
    });

    it('takes the place of a network that was killed, or whose file is of no use', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        const unused = { version: 1, processId: process.pid, gateway: 'localhost:1', channel: 'a', chaincode: 'b' };
        const user = { mspId: 'Org1MSP', certificatePath: 'c', privateKeyPath: 'k' };
        for (const content of [JSON.stringify({ ...unused, organizations: [user] }), 'nonsense']) {
            folder.write('.heddle/connection.json', content);
            await using heddle = start(folder);
            await heddle.printed(READY);
            expect(heddle.stdout).not.toContain('already');
            expect(findConnection(folder.path)?.chaincode).toBe('chaincode');
            heddle.signal('SIGINT');
            expect(await heddle.exited).toBe(0);
        }
    });

    it('ends when nobody reads its output any more', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one', 'setInterval(() => console.log("tick"), 50);') });
        await using heddle = start(folder);
        await heddle.printed(/tick/);
        const pid = await processOf(heddle, 'one');
        heddle.stopReading();
        expect(await heddle.exited).toBe(0);
        await gone(pid);
        expect(heddle.lines).toEqual([]);
        expect(findConnection(folder.path)).toBeUndefined();
    });

    it.each([
        ['waits', ''],
        ['computes', 'setTimeout(() => { console.log("begun"); setTimeout(() => { for (;;); }, 100); }, 500);'],
    ])('leaves no chaincode behind when it is killed, if that one %s', async (what, also) => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one', also) });
        await using heddle = start(folder);
        const pid = await processOf(heddle, 'one');
        await heddle.printed(what === 'waits' ? READY : /begun/);
        if (what === 'computes') await sleep(300);
        heddle.signal('SIGKILL');
        expect(await heddle.exited).toBe('SIGKILL');
        await gone(pid);
        expect(findConnection(folder.path)).toBeUndefined();
    });

    it('ends at the first signal also while it builds, with what the build has started', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        const pidFile = join(folder.path, 'build.pid');
        await using heddle = start(folder, [
            '--build',
            `echo $$ > ${pidFile}.new; mv ${pidFile}.new ${pidFile}; sleep 600`,
        ]);
        while (!existsSync(pidFile)) await sleep(20);
        const shell = Number(readFileSync(pidFile, 'utf8'));
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
        await gone(shell);
    });

    it('ends at once when it is told a second time', async () => {
        using folder = new TemporaryFolder();
        // It does not listen to the first one.
        folder.writePackage({ 'index.js': contract('one', 'process.on("SIGTERM", () => { for (;;); });') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        const pid = await processOf(heddle, 'one');
        heddle.signal('SIGINT');
        await heddle.printed(/SIGINT: /);
        await sleep(700);
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(1);
        await gone(pid);
    });

    it('refuses a transaction that does another thing in its second run, unless it is not to run twice', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({
            'index.js': `exports.chaincode = { Init: async () => ({ status: 200 }), Invoke: async (stub) => {
                await stub.putState('k', JSON.stringify({ id: 1, at: Date.now() }));
                return { status: 200, payload: stub.getTxID() };
            } };`,
        });
        const invoke = (): HeddleProcess =>
            new HeddleProcess(['invoke', 'stamp'], { cwd: folder.path, variables: VARIABLES });
        await using checked = start(folder);
        await checked.printed(READY);
        await using refused = invoke();
        expect(await refused.exited).toBe(1);
        expect(refused.lines.join('\n')).toMatch(
            /chaincode\.stamp is not deterministic: .*\n {6}write of k, at\n {8}first run: {2}\d+\n {8}second run: \d+ {6}\(400 days later, in .*\)\n {6}write of k at \S*index\.js:2:\d+\n {6}read of the machine: Date\.now\(\) at \S*index\.js:2:\d+\n {4}A trans/,
        );
        expect(refused.lines.join()).toContain('unless it has --determinism off');
        const detail = (text: string): string => `\\n {18}${text}`;
        await checked.printed(
            new RegExp(
                `refused  chaincode\\.stamp is not.*${detail('  write of k, at')}${detail('    first run:  \\d+')}`,
            ),
        );
        checked.signal('SIGINT');
        expect(await checked.exited).toBe(0);
        await using unchecked = start(folder, ['--determinism', 'off']);
        await unchecked.printed(READY);
        await using accepted = invoke();
        expect([await accepted.exited, accepted.stdout]).toEqual([0, expect.stringMatching(/^\w{64}$/)]);
    });

    it('says what to do about a port that is in use', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using first = start(folder);
        await first.printed(READY);
        const port = findConnection(folder.path)?.gateway.split(':')[1] ?? '';
        await using second = start(folder, ['--port', port]);
        expect(await second.exited).toBe(1);
        expect(second.stdout).toContain('heddle dev runs for this folder already');
        const text =
            /^heddle: port \d+ cannot be listened at \(.*EADDRINUSE.*\): give --port another one, or 0 for any/;
        expect(second.lines.join()).toMatch(text);
        // What tells of the first one is not the second one's to remove.
        expect(findConnection(folder.path)).toBeDefined();
    });

    it('says what to do about a ledger that is in use', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using first = start(folder, ['--store', 'kept']);
        await first.printed(READY);
        await using second = start(folder, ['--store', 'kept']);
        expect(await second.exited).toBe(1);
        expect(second.lines.join()).toMatch(
            /^heddle: the ledger in '.*' is in use by another peer.*--store says which$/,
        );
    });
});
