import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it, jest } from '@jest/globals';
import { findConnection } from '../dev/connection/connection-file';

// Each test starts processes, and the machine may be busy.
jest.setTimeout(120_000);

const READY = /ready after \d+ ms/;
const OF_OTHERS = {
    CORE_CHAINCODE_TLS_CERT_FILE: 'of another server',
    CORE_CHAINCODES: 'other:1=127.0.0.1:9999',
    CORE_OPERATIONS_ADDRESS: 'of another server',
};
const VARIABLES = { PATH: process.env['PATH'] ?? '', ...OF_OTHERS };

/** A chaincode that says in which process it runs. */
function contract(version: string, also = ''): string {
    return `console.log('${version} in', process.pid); ${also}
        exports.chaincode = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };`;
}

function start(folder: TemporaryFolder, args: readonly string[] = []): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

/** The process that a version of the chaincode runs in. */
async function processOf(heddle: HeddleProcess, version: string, from = 0): Promise<number> {
    const [, pid = ''] = await heddle.printed(new RegExp(`OUT   ${version} in (\\d+)\\n`), from);
    return Number(pid);
}

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

/** Fails by the time limit of the test where the process stays. */
async function gone(pid: number): Promise<void> {
    while (isAlive(pid)) await sleep(20);
}

describe('heddle dev', () => {
    it('runs a package, says how to reach it, and leaves nothing behind when it is told to end', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one'), 'package.json': '{ "name": "@acme/cars" }' });
        await using heddle = start(folder);
        await heddle.printed(READY);
        const connection = findConnection(folder.path);
        expect(connection).toMatchObject({
            channel: 'mychannel',
            chaincode: 'cars',
            organizations: [{ mspId: 'Org1MSP' }],
        });
        const [, gateway] = await heddle.printed(/^ {4}gateway +(localhost:\d+), not encrypted$/m);
        expect(connection?.gateway).toBe(gateway);
        const [, certificate = ''] = await heddle.printed(/^ {4}certificate +(\/.*)$/m);
        expect(existsSync(certificate)).toBe(true);
        const pid = await processOf(heddle, 'one');
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
        expect(isAlive(pid)).toBe(false);
        expect(findConnection(folder.path)).toBeUndefined();
        expect(heddle.lines).toEqual([]);
    });

    it('swaps the chaincode when a source changes, and ends the old one', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        const old = await processOf(heddle, 'one');
        // As heddle events --checkpoint writes it, over and over.
        folder.write('seen.json', '{"blockNumber":"1"}');
        folder.write('index.js', contract('two'));
        await heddle.printed(/ index\.js changed\n[^]*the new chaincode runs/);
        expect(heddle.stdout).not.toContain('seen.json');
        expect(isAlive(await processOf(heddle, 'two'))).toBe(true);
        await gone(old);
    });

    it('goes on with the old chaincode where a build fails, or the new one does not start', async () => {
        using folder = new TemporaryFolder();
        const build = 'node --check src/main.js && cp src/main.js lib.js';
        const manifest = JSON.stringify({ main: 'lib.js', scripts: { build } });
        folder.writePackage({ 'package.json': manifest, 'src/main.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        const old = await processOf(heddle, 'one');
        folder.write('src/main.js', 'exports.chaincode = {{');
        await heddle.printed(/node --check .* failed with 1; the old chaincode goes on\n[^]*SyntaxError/);
        folder.write('src/main.js', contract('two', 'throw new Error("no database");'));
        await heddle.printed(/the chaincode does not start; the old chaincode goes on\n[^]*no database/);
        expect(isAlive(old)).toBe(true);
        folder.write('src/main.js', contract('three'));
        await heddle.printed(/the new chaincode runs/);
        await gone(old);
    });

    it('prints all that a package logs, and takes none of it for its own', async () => {
        using folder = new TemporaryFolder();
        const entry = (fields: string): string => `{"level":"info","time":"2026-01-01T00:00:00.000Z",${fields}}`;
        const lines = [
            entry('"address":"registry.example:5432","msg":"the registry"'),
            entry('"packageId":"basic:1","msg":"the package"'),
            entry('"graceMs":1,"msg":"the grace"'),
            entry('"msg":"ended"'),
            'heddle: said by the package',
            '{"level":"info","message":"by winston"}',
            '{"level":30,"time":1,"msg":"by pino"}',
        ];
        const print = `for (const line of ${JSON.stringify(lines)}) { console.error(line); console.log(line); }
            process.send?.({ address: 'registry.example:5432' });`;
        folder.writePackage({ 'index.js': contract('one', print) });
        await using heddle = start(folder);
        await heddle.printed(READY);
        const texts = [
            /INFO {2}the registry address=registry\.example:5432$/,
            /INFO {2}the package packageId=basic:1$/,
            /INFO {2}the grace graceMs=1$/,
            /INFO {2}ended$/,
            /OUT {3}heddle: said by the package$/,
            /OUT {3}{"level":"info","message":"by winston"}$/,
            /OUT {3}{"level":30,"time":1,"msg":"by pino"}$/,
        ];
        // Of each, one on standard error and one on standard output.
        for (const { source } of texts) await heddle.printed(new RegExp(`${source}[^]*${source}`, 'm'));
        expect(isAlive(await processOf(heddle, 'one'))).toBe(true);
    });

    it('needs no line of the log to know where its chaincode listens', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder, ['--log-level', 'CRITICAL']);
        await heddle.printed(READY);
        expect(findConnection(folder.path)).toBeDefined();
    });

    it('waits for a change where the package cannot be run from the start', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': 'nonsense(' });
        await using heddle = start(folder);
        await heddle.printed(/the chaincode does not start; waiting for a change/);
        folder.write('index.js', contract('one'));
        await heddle.printed(READY);
        expect(isAlive(await processOf(heddle, 'one'))).toBe(true);
    });

    it('reports a chaincode that has ended by itself, and starts it again', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one', 'process.on("SIGUSR2", () => process.exit(7));') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        const old = await processOf(heddle, 'one');
        const from = heddle.stdout.length;
        process.kill(old, 'SIGUSR2');
        await heddle.printed(/the chaincode ended by itself \(exit code 7\)/, from);
        await heddle.printed(/the chaincode runs again/, from);
        expect(await processOf(heddle, 'one', from)).not.toBe(old);
    });

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

    it('needs a package', async () => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines.join()).toMatch(/^heddle: .*package\.json does not exist: set --module-path/);
    });
});
