import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { ChaincodeProcess } from './chaincode-process';

describe('the process of a chaincode', () => {
    it.each([
        ['for (;;);', 'its code runs without a pause, as in an endless loop'],
        [
            'setInterval(() => {}, 1000); await new Promise(() => {});',
            'a top-level await waits for something that does not come',
        ],
    ])('is given up with the cause if it does not finish loading: %s', async (code, cause) => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'package.json': '{ "type": "module", "main": "index.js" }', 'index.js': code });
        const notes: string[] = [];
        const one = new ChaincodeProcess({
            packageId: 'one:1',
            folder: folder.path,
            mspId: 'Org1MSP',
            logLevel: 'INFO',
            variables: {},
            print: () => undefined,
            blocked: () => undefined,
            note: (_level, text) => notes.push(text),
            loading: { toldAfterMs: 3000, limitMs: 6000 },
        });
        await expect(one.listening()).rejects.toThrow(`the package has not finished loading after 6 s: ${cause}`);
        expect(notes).toEqual([`the package has not finished loading after 3 s: ${cause}; a change is taken at once`]);
        expect(await one.ended).toBe('SIGKILL');
    });
});
