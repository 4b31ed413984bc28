import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it, jest } from '@jest/globals';

// Each test starts a process, and the machine may be busy.
jest.setTimeout(60_000);

const FILES = {
    'package.json': '{ "name": "fleet", "version": "2.1.0" }',
    'index.js': `
        const { Contract } = require('@heddle/contract');
        exports.contracts = [class Cars extends Contract { async read(ctx, id) { return id; } }];`,
};

const DOCUMENT = {
    info: { title: 'fleet', version: '2.1.0' },
    contracts: { Cars: { name: 'Cars', transactions: [{ name: 'read' }] } },
};

describe('heddle metadata', () => {
    it.each([[['metadata']], [['metadata', 'generate']]])('prints the document and nothing else: %j', async (args) => {
        using folder = new TemporaryFolder();
        await using heddle = new HeddleProcess(args, { cwd: folder.writePackage(FILES) });
        expect(await heddle.exited).toBe(0);
        expect(JSON.parse(heddle.stdout)).toMatchObject(DOCUMENT);
        expect(heddle.lines).toEqual([]);
    });

    it('writes it to a file, for a package elsewhere', async () => {
        using folder = new TemporaryFolder();
        const file = join(folder.path, 'out.json');
        const args = ['metadata', 'generate', '-f', file, '-p', folder.writePackage(FILES)];
        await using heddle = new HeddleProcess(args);
        expect(await heddle.exited).toBe(0);
        expect(heddle.stdout).toBe('');
        expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject(DOCUMENT);
    });

    it.each(['META-INF', 'contract-metadata'])('includes what the author says in %s', async (place) => {
        using folder = new TemporaryFolder();
        const files = { ...FILES, [`${place}/metadata.json`]: '{ "info": { "description": "all that rolls" } }' };
        await using heddle = new HeddleProcess(['metadata'], { cwd: folder.writePackage(files) });
        expect(await heddle.exited).toBe(0);
        expect(JSON.parse(heddle.stdout)).toMatchObject({ info: { title: 'fleet', description: 'all that rolls' } });
    });

    it.each([
        [
            'a chaincode',
            { 'index.js': 'exports.a = { Init() {}, Invoke() {} };' },
            [],
            /index\.js exports a chaincode, which/,
        ],
        [
            'a file that is no JSON',
            { ...FILES, 'META-INF/metadata.json': '{' },
            [],
            /metadata\.json cannot be read \(.*\): corr/,
        ],
        [
            'a file that nobody can write',
            FILES,
            ['--file', 'a/b.json'],
            /^heddle: a.b\.json cannot be written \(ENOENT: no/,
        ],
        ['another action', FILES, ['show'], /'show' is invalid .* Allowed choices are generate/],
    ] as const)('refuses %s', async (_what, files, args, told) => {
        using folder = new TemporaryFolder();
        await using heddle = new HeddleProcess(['metadata', ...args], { cwd: folder.writePackage(files) });
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([expect.stringMatching(told)]);
        expect(heddle.stdout).toBe('');
    });
});
