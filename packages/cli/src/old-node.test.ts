import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

/** Runs `heddle` where Node says that it is of a version. */
async function runOn(version: string, ...args: string[]): Promise<[code: unknown, lines: string[], stdout: string]> {
    using folder = new TemporaryFolder();
    const disguise = folder.write(
        'disguise.js',
        `Object.defineProperty(process, 'version', { value: 'v${version}' });`,
    );
    await using heddle = new HeddleProcess(args, { node: ['--require', disguise] });
    return [await heddle.exited, heddle.lines, heddle.stdout];
}

describe('heddle on an old Node.js', () => {
    it.each(['18.20.8', '16.20.2', '12.22.12', '20.8.1'])('ends with one sentence: %s', async (version) => {
        const told = `heddle: this is Node.js ${version}: install 20.9 or later`;
        expect(await runOn(version, 'server')).toEqual([2, [told], '']);
        expect(await runOn(version, '--version')).toEqual([2, [told], '']);
    });

    it.each(['20.9.0', '22.0.0', '26.0.0-nightly'])(
        'starts from the oldest that is supported on: %s',
        async (version) => {
            expect(await runOn(version, '--version')).toEqual([0, [], expect.stringMatching(/^\d/)]);
        },
    );
});
