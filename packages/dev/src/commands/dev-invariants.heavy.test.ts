import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const READY = /ready after \d+ ms/;
const VARIABLES = { PATH: process.env['PATH'] ?? '' };

const CONTRACT = `const { Contract, Invariant, Param, Transaction } = require('@heddle/contract');
class Shop extends Contract {
    async put(ctx, sold) { await ctx.stub.putState('sold', Buffer.from(sold)); }
    async oneAtMost(ctx) {
        const sold = (await ctx.stub.getState('sold')).toString();
        if (Number(sold) > 1) throw new Error(sold + ' are sold; ' + typeof process.env.HEDDLE_INVARIANTS);
    }
}
const on = (name, one) => one(Shop.prototype, name, Object.getOwnPropertyDescriptor(Shop.prototype, name));
on('put', Param('sold', String));
on('put', Transaction());
on('oneAtMost', Invariant());
exports.contracts = [Shop];
`;

async function call(folder: TemporaryFolder, ...args: readonly string[]): Promise<string> {
    await using heddle = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
    const code = await heddle.exited;
    return [code, ...heddle.lines].join('\n');
}

describe('heddle dev --invariants', () => {
    it.each(['perturb', 'off'])(
        'tells of a rule that is broken with the block and the transaction, and when it holds again: --determinism %s',
        async (determinism) => {
            using folder = new TemporaryFolder();
            folder.writePackage({ 'index.js': CONTRACT });
            const args = ['dev', '--port', '0', '--no-studio', '--invariants', '--determinism', determinism];
            await using dev = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
            await dev.printed(READY);
            expect(await call(folder, 'invoke', 'put', '1')).toMatch(/ is VALID /);
            expect(await call(folder, 'invoke', 'put', '2')).toMatch(/ is VALID /);
            await dev.printed(
                /the rule Shop\.oneAtMost of \S+ is broken after\s+block 2 \(\S+\.put\s+[0-9a-f]{8}\):\s+2 are sold; undefined/,
            );
            expect(await call(folder, 'invoke', 'put', '1')).toMatch(/ is VALID /);
            await dev.printed(/the rule Shop\.oneAtMost of \S+ holds again, after\s+block 3/);
            expect(dev.stdout.match(/is broken/g)).toHaveLength(1);
            expect(dev.stdout).not.toContain('heddle.invariants');
        },
    );

    it('lets no client ask the rules, and asks none without the option', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': CONTRACT });
        const variables = { ...VARIABLES, HEDDLE_INVARIANTS: 'guessed' };
        await using dev = new HeddleProcess(['dev', '--port', '0', '--no-studio'], { cwd: folder.path, variables });
        await dev.printed(READY);
        expect(await call(folder, 'invoke', 'put', '2')).toMatch(/ is VALID /);
        expect(await call(folder, 'query', 'guessed')).toMatch(/^1\n/);
        expect(await call(folder, 'query', 'oneAtMost')).toMatch(/^1\n/);
        await dev.printed(/evaluate \S+oneAtMost/);
        expect(dev.stdout).not.toContain('is broken');
    });
});
