import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

// Heavy: each waits four times for the time that loading may take before it is told.

const READY = /ready after \d+ ms/;

/** A chaincode that says which one it is. */
function contract(version: string): string {
    return `console.log('${version} runs');
        export const chaincode = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };`;
}

describe('heddle dev', () => {
    it.each([
        ['an endless loop', 'for (;;);', 'its code runs without a pause, as in an endless loop'],
        [
            'a top-level await',
            'setInterval(() => {}, 1000); await new Promise(() => {});',
            'a top-level await waits for something that does not come',
        ],
    ])('says why a package does not finish loading, by %s, and takes the next change', async (_what, code, told) => {
        using folder = new TemporaryFolder();
        const manifest = '{ "type": "module", "main": "index.js" }';
        const source = contract('one');
        folder.writePackage({ 'package.json': manifest, 'index.js': code });
        const variables = { PATH: process.env['PATH'] ?? '' };
        await using heddle = new HeddleProcess(['dev', '--port', '0'], { cwd: folder.path, variables });
        await heddle.printed(new RegExp(`has not finished loading after 5 s: ${told}; a change is taken at once`));
        folder.write('index.js', source);
        await heddle.printed(READY);
        expect(heddle.stdout).not.toContain('does not start');
        folder.write('index.js', code);
        await heddle.printed(/has not finished loading[^]*has not finished loading/);
        folder.write('index.js', source.replace('one', 'two'));
        await heddle.printed(/the new chaincode runs/);
        expect(heddle.stdout).toContain('OUT   two runs');
    });
});
