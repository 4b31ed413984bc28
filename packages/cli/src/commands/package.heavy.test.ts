import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

describe('heddle package', () => {
    it('writes none that no peer takes', async () => {
        using folder = new TemporaryFolder();
        folder.write('package.json', '{ "name": "basic" }');
        folder.write('index.js', 'exports.chaincode = { Init: async () => {}, Invoke: async () => {} };');
        folder.write('bill.json', `{ "bomFormat": "CycloneDX" ${' '.repeat(100 * 1024 * 1024)} }`);
        const args = ['package', '--label', 'basic_1.0', '--address', 'a.example.com:9443', '--with-code'];
        await using heddle = new HeddleProcess([...args, '--sbom', 'bill.json'], { cwd: folder.path });
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([
            expect.stringMatching(/^heddle: the package would have 104\d{6} bytes, and peers take at most 104857600: /),
        ]);
        expect(existsSync(join(folder.path, 'basic_1.0.tgz'))).toBe(false);
    });
});
