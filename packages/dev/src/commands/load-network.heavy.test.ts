import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

const CONTRACT = `const { Contract } = require('@heddle/contract');
class Shop extends Contract {
    async sell(ctx) {
        const sold = Number((await ctx.stub.getState('sold')).toString() || '0') + 1;
        if (sold > 1000) throw new Error('nothing is left');
        await ctx.stub.putState('sold', Buffer.from(String(sold)));
    }
}
exports.contracts = [Shop];
`;

async function load(folder: TemporaryFolder, ...args: readonly string[]): Promise<string> {
    await using heddle = new HeddleProcess(['load', ...args], { cwd: folder.path, variables: VARIABLES });
    const code = await heddle.exited;
    return [code, heddle.stdout, ...heddle.lines].join('\n');
}

describe('heddle load on a network', () => {
    it('counts what the gateway says, and finds the hot key in the blocks', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({
            'index.js': CONTRACT,
            'scenario.js': "module.exports = () => ({ transaction: 'sell' });",
        });
        const network = ['dev', '--port', '0', '--no-studio', '--determinism', 'off', '--block-wait', '100'];
        await using dev = new HeddleProcess(network, { cwd: folder.path, variables: VARIABLES });
        await dev.printed(READY);
        const args = ['--connection', 'dev', '--scenario', 'scenario.js', '--clients', '5', '--calls', '40'];
        const report = await load(folder, ...args);
        const [, valid, lost] = /^0\nsubmitted 40, VALID (\d+), MVCC_READ_CONFLICT (\d+), PHANTOM/.exec(report) ?? [];
        expect(Number(valid) + Number(lost)).toBe(40);
        expect(Number(lost)).toBeGreaterThan(0);
        expect(/^sold +sell +(\d+) +sell after sell$/m.exec(report)?.[1]).toBe(lost);
        expect(await load(folder, ...args, '--fail-conflicts', '0')).toMatch(/^1\n/);
    });

    it('says what does not go together, and what is missing', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': CONTRACT });
        expect(await load(folder, '--connection', 'dev')).toMatch(/^2\n[^]*give --scenario a module/);
        expect(await load(folder, '--connection', 'dev', '--block', '3')).toMatch(/^2\n[^]*the orderer makes blocks/);
        expect(await load(folder, '--fuzz', '--scenario', 'scenario.js')).toMatch(/^2\n[^]*contradict each other/);
    });
});
