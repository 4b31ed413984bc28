import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it, jest } from '@jest/globals';

// Each test starts processes, and the machine may be busy.
jest.setTimeout(60_000);

const VARIABLES = { PATH: process.env['PATH'] ?? '' };
const READY = /ready after \d+ ms/;

/** A chaincode whose functions block its event loop, or do not. */
function contract(version: string): string {
    return `
console.log('${version} in', process.pid);
function spin(until) { while (Date.now() < until) Math.random(); }
exports.chaincode = {
    Init: async () => ({ status: 200 }),
    Invoke: async (stub) => {
        const { fcn, params } = stub.getFunctionAndParameters();
        if (fcn === 'spin') spin(params[0] === undefined ? Infinity : Date.now() + Number(params[0]));
        if (fcn === 'sleep') require('node:child_process').execSync('sleep 5');
        return { status: 200, payload: '${version} ' + fcn };
    },
};`;
}

function start(folder: TemporaryFolder): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0'], { cwd: folder.path, variables: VARIABLES });
}

function client(folder: TemporaryFolder, ...args: readonly string[]): HeddleProcess {
    return new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
}

const WHERE = /the chaincode is blocked: spin \(index\.js:3:\d+\) runs without a pause/;

describe('heddle dev, where a transaction blocks the event loop', () => {
    it('tells in which function, tells the calls behind it, and ends the process with the next change', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using looping = client(folder, 'invoke', 'spin');
        await heddle.printed(WHERE);
        await heddle.printed(
            /no call is answered meanwhile; if it is an endless loop, correct it: the next change ends/,
        );
        await using behind = client(folder, 'query', 'other', '--timeout-ms', '3000');
        expect(await behind.exited).toBe(1);
        const [waits, ...failed] = behind.lines;
        expect(waits).toMatch(/^the call waits: the chaincode is blocked: spin \(index\.js:3:\d+\) runs without a/);
        expect(failed.join('\n')).toMatch(
            /DEADLINE_EXCEEDED.*\n {4}the chaincode is blocked: spin .*: correct that code$/,
        );
        expect(failed.join('\n')).not.toContain('--timeout-ms');

        folder.write('index.js', contract('two'));
        await heddle.printed(/the old chaincode was blocked, and is ended with the calls that it had/);
        expect(await looping.exited).toBe(1);
        await using next = client(folder, 'query', 'other');
        expect([await next.exited, next.stdout]).toEqual([0, 'two other']);
        expect(next.lines).toEqual([]);
    });

    it('tells when it goes on, and lets a long calculation end, also one in native code', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using long = client(folder, 'query', 'spin', '4000');
        await heddle.printed(WHERE);
        await heddle.printed(/the chaincode goes on, after about \d+\.\d s/);
        expect([await long.exited, long.stdout]).toEqual([0, 'one spin']);
        const from = heddle.stdout.length;
        await using native = client(folder, 'query', 'sleep');
        await heddle.printed(/the chaincode is blocked: native code, as of execSync/, from);
        await heddle.printed(/the chaincode goes on, after/, from);
        expect([await native.exited, native.stdout]).toEqual([0, 'one sleep']);
    });

    it('ends at the first signal', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using looping = client(folder, 'invoke', 'spin');
        await heddle.printed(WHERE);
        const begin = performance.now();
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
        // Without the grace time of what could end by itself.
        expect(performance.now() - begin).toBeLessThan(2500);
        expect(await looping.exited).toBe(1);
    });
});
