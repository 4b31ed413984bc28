import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { runCommandLines } from '../testing/run-command-lines';

/** The first that a timer of Node.js does not take: it fires at once. */
const TOO_LONG = String(2 ** 31);

const OPTIONS: readonly (readonly [option: string, args: readonly string[]])[] = [
    ['--execute-timeout-ms', ['dev']],
    ['--block-wait', ['dev']],
    ['--timeout-ms', ['replay', '--journal', '.']],
    ['--timeout-ms', ['replay', '--journal', '.', '--follow']],
    ['--timeout-ms', ['replay', '--blocks', '.']],
];

describe('a time that no timer takes', () => {
    it('is refused by each option that takes milliseconds', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': 'exports.chaincode = { Init: async () => 0, Invoke: async () => 0 };' });
        const ended = await runCommandLines(
            folder.path,
            OPTIONS.map(([option, args]) => [...args, option, TOO_LONG]),
        );
        expect(ended).toEqual(
            OPTIONS.map(([option]) => ({
                exitCode: 2,
                message: expect.stringContaining(`${option} is "${TOO_LONG}": give a`),
            })),
        );
    });

    it('is refused by heddle.config.json', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': '', 'heddle.config.json': `{ "executeTimeoutMs": ${TOO_LONG} }` });
        expect(await runCommandLines(folder.path, [['dev']])).toEqual([
            {
                exitCode: 2,
                message: expect.stringMatching(/^executeTimeoutMs in .*heddle\.config\.json is "2147483648"/),
            },
        ]);
    });
});
