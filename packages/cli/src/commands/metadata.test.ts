import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder, withoutPackage } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

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

describe('what heddle metadata says of doc comments', () => {
    const COMMENTED = {
        ...FILES,
        'index.js': `
            const { Contract } = require('@heddle/contract');
            /** What rolls. */
            class Cars extends Contract {
                /**
                 * Reads a car.
                 * @param id its number
                 */
                async read(ctx, id) { return id; }
            }
            exports.contracts = [Cars];`,
    };
    const DESCRIBED = {
        contracts: {
            Cars: {
                info: { description: 'What rolls.' },
                transactions: [{ name: 'read', parameters: [{ name: 'id', description: 'its number' }] }],
                'x-heddle': { v: 1, transactions: { read: { description: 'Reads a car.' } } },
            },
        },
    };

    it('is read from the sources', async () => {
        using folder = new TemporaryFolder();
        await using heddle = new HeddleProcess(['metadata'], { cwd: folder.writePackage(COMMENTED) });
        expect(await heddle.exited).toBe(0);
        expect(JSON.parse(heddle.stdout)).toMatchObject(DESCRIBED);
    });

    it('is kept for servers, which have no parser', async () => {
        using folder = new TemporaryFolder();
        const cwd = folder.writePackage(COMMENTED);
        await using kept = new HeddleProcess(['metadata', '--write-descriptions'], { cwd });
        expect([await kept.exited, kept.stdout, kept.lines]).toEqual([0, '', []]);
        folder.write('index.js', COMMENTED['index.js'].replaceAll(/\/\*\*[^]*?\*\//g, ''));
        using other = new TemporaryFolder();
        const node = withoutPackage(other, 'packages/dev');
        await using heddle = new HeddleProcess(['metadata'], { cwd, node });
        expect([await heddle.exited, heddle.lines]).toEqual([0, []]);
        expect(JSON.parse(heddle.stdout)).toMatchObject(DESCRIBED);
    });

    it('is said to be left out where there is neither', async () => {
        using folder = new TemporaryFolder();
        using other = new TemporaryFolder();
        const cwd = folder.writePackage(COMMENTED);
        const node = withoutPackage(other, 'packages/dev');
        await using heddle = new HeddleProcess(['metadata'], { cwd, node });
        expect(await heddle.exited).toBe(0);
        expect(JSON.parse(heddle.stdout)).toMatchObject(DOCUMENT);
        expect(heddle.log.map(({ msg }) => msg)).toEqual([
            'doc comments are left out: @heddle/dev reads them (npm install --save-dev @heddle/dev)',
        ]);
        await using refused = new HeddleProcess(['metadata', '--write-descriptions'], { cwd, node });
        expect([await refused.exited, refused.lines]).toEqual([
            2,
            [
                'heddle: heddle metadata --write-descriptions comes with @heddle/dev, which is not installed: run "npm install --save-dev @heddle/dev"',
            ],
        ]);
    });

    it.each([
        ['{', /META-INF.descriptions\.json cannot be read \(.*\): write it anew with "heddle metadata --write-d/],
        ['{ "v": 2 }', /META-INF.descriptions\.json is not what this version of heddle writes: write it anew/],
    ])('is refused in another form: %s', async (text, told) => {
        using folder = new TemporaryFolder();
        using other = new TemporaryFolder();
        const cwd = folder.writePackage({ ...COMMENTED, 'META-INF/descriptions.json': text });
        await using heddle = new HeddleProcess(['metadata'], { cwd, node: withoutPackage(other, 'packages/dev') });
        expect([await heddle.exited, heddle.lines.join()]).toEqual([2, expect.stringMatching(told)]);
    });
});
