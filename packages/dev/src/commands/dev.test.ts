import { existsSync } from 'node:fs';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it, jest } from '@jest/globals';
import { findConnection } from '../dev/connection/connection-file';
import { contract, gone, isAlive, processOf, READY, start } from '../testing/dev-processes';

// Each test starts processes, and the machine may be busy.
jest.setTimeout(120_000);

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

    it('needs a package', async () => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines.join()).toMatch(/^heddle: .*package\.json does not exist: set --module-path/);
    });
});
