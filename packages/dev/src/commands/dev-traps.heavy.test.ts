import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const VALID = /^0\n.* is VALID /;
const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '', TZ: 'UTC' };

/** Reads of the machine that two runs on one machine do not tell, and one that does not show in what it does. */
const CONTRACT = `const { Contract } = require('@heddle/contract');
class Machines extends Contract {
    #seen = 0;
    async year(ctx) { await ctx.stub.putState('year', ctx.serialize(new Date().getUTCFullYear())); }
    async hours(ctx) { await ctx.stub.putState('at', ctx.serialize(ctx.stub.getDateTimestamp().getHours())); }
    async counted(ctx) { this.#seen += 1; await ctx.stub.putState('seen', ctx.serialize(this.#seen)); }
    async drawn(ctx) { Math.random(); await ctx.stub.putState('drawn', ctx.serialize(true)); }
    async asked() { return Math.random() < 2; }
}
exports.contracts = [Machines];
`;

function start(folder: TemporaryFolder, args: readonly string[] = []): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

async function call(folder: TemporaryFolder, command: 'invoke' | 'query', name: string): Promise<string> {
    await using heddle = new HeddleProcess([command, name], { cwd: folder.path, variables: VARIABLES });
    const code = await heddle.exited;
    return [code, ...heddle.lines].join('\n');
}

describe('heddle dev', () => {
    it('runs what is submitted the second time as on another machine, and tells what it reads of its own', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': CONTRACT });
        await using dev = start(folder);
        await dev.printed(READY);
        expect(await call(folder, 'invoke', 'year')).toMatch(
            /^1\n[^]*second run: \d+ {6}\(400 days later, in Pacific\/Apia, as de-DE\)[^]*read of the machine: new Date\(\) at \S*index\.js:4:/,
        );
        expect(await call(folder, 'invoke', 'hours')).toMatch(/^1\n[^]*getHours\(\) of a Date at \S*index\.js:5:/);
        expect(await call(folder, 'invoke', 'counted')).toMatch(VALID);
        expect(await call(folder, 'invoke', 'counted')).toMatch(/^1\n[^]*write of seen at \S*index\.js:6:/);
        expect(await call(folder, 'invoke', 'drawn')).toMatch(VALID);
        await dev.printed(/submit {3}\S+drawn\(\)[^]*\n {9}! {8}Math\.random\(\) at index\.js:7:\d+\n/);
        expect(await call(folder, 'query', 'asked')).toBe('0');
        await dev.printed(/evaluate \S+asked\(\)[^]*result {3}true\n/);
        expect(dev.stdout.match(/! {8}Math\.random/g)).toHaveLength(1);
    });

    it('does so for several organizations, of which all are on this machine', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': CONTRACT });
        await using dev = start(folder, ['--organizations', 'Org1MSP,Org2MSP']);
        await dev.printed(READY);
        expect(await call(folder, 'invoke', 'year')).toMatch(/^1\n[^]*400 days later/);
        expect(await call(folder, 'invoke', 'drawn')).toMatch(VALID);
    });

    it('leaves the machine as it is with --determinism check', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': CONTRACT });
        await using dev = start(folder, ['--determinism', 'check']);
        await dev.printed(READY);
        expect(await call(folder, 'invoke', 'year')).toMatch(VALID);
        expect(await call(folder, 'invoke', 'drawn')).toMatch(VALID);
        await dev.printed(/submit {3}\S+drawn\(\)[^]*commit/);
        expect(dev.stdout).not.toContain('Math.random()');
    });
});
