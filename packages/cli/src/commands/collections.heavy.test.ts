import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { gunzip } from '../archive/gzip';
import { readTar } from '../archive/tar-reader';

const CONTRACT = (terms: string): Record<string, string> => ({
    'package.json': '{ "name": "supply", "version": "1.0.0" }',
    'index.js': `
        const { collection, Contract, entity, IsString, Property } = require('@heddle/contract');
        class Lot {
            static entity = entity('lot', { key: 'id', tag: { docType: 'lot' }, couch: { byState: ['state', 'id'] } });
        }
        class Terms {
            static entity = entity('terms', {
                key: 'id', collection: ${terms}, tag: { docType: 'terms' }, couch: { byState: ['state'] },
            });
        }
        for (const { prototype } of [Lot, Terms]) for (const name of ['id', 'state']) IsString()(prototype, name);
        exports.contracts = [class Supply extends Contract {
            static declares = [Lot, Terms];
            async offer(ctx, id) { return id; }
        }];`,
});
const TERMS = `collection('tradeTerms', { members: ['MillMSP', 'FarmMSP'], memberOnlyRead: true, requiredPeerCount: 2 })`;
const DECLARED = CONTRACT(TERMS);
const PACKAGE = ['package', '--label', 'supply_1', '--address', 'supply.example.com:9999'];
const FOLDER = 'META-INF/statedb/couchdb';

interface Run {
    readonly code: unknown;
    readonly stdout: string;
    readonly lines: readonly string[];
}

async function run(args: readonly string[], cwd: string): Promise<Run> {
    await using heddle = new HeddleProcess(args, { cwd });
    const code = await heddle.exited;
    return { code, stdout: heddle.stdout, lines: heddle.lines };
}

function packed(folder: string, file: string): Record<string, string> {
    const outer = readTar(gunzip(readFileSync(join(folder, file))));
    const code = outer.find(({ name }) => name === 'code.tar.gz')?.content ?? Buffer.of();
    return Object.fromEntries(readTar(gunzip(code)).map(({ name, content }) => [name, content.toString()]));
}

describe('heddle collections', () => {
    it('prints what contracts declare, the same in each run', async () => {
        using folder = new TemporaryFolder();
        const cwd = folder.writePackage(DECLARED);
        const { code, stdout, lines } = await run(['collections'], cwd);
        expect([code, lines]).toEqual([0, []]);
        expect(JSON.parse(stdout)).toEqual([
            {
                name: 'tradeTerms',
                policy: "OR('MillMSP.member', 'FarmMSP.member')",
                requiredPeerCount: 2,
                maxPeerCount: 2,
                blockToLive: 0,
                memberOnlyRead: true,
                memberOnlyWrite: false,
            },
        ]);
        const again = await run(['collections', '-f', 'out.json', '-p', cwd], cwd);
        expect([again.code, again.stdout, readFileSync(join(cwd, 'out.json'), 'utf8')]).toEqual([0, '', stdout]);
    });

    it('takes members from the command line', async () => {
        using folder = new TemporaryFolder();
        const { stdout } = await run(
            ['collections', '--members', 'tradeTerms=AMSP,BMSP'],
            folder.writePackage(DECLARED),
        );
        expect(JSON.parse(stdout)).toMatchObject([
            { policy: "OR('AMSP.member', 'BMSP.member')", requiredPeerCount: 2 },
        ]);
    });

    it('has no need of collections of organizations', async () => {
        using folder = new TemporaryFolder();
        const { stdout } = await run(['collections'], folder.writePackage(CONTRACT(`'_implicit_org_Org1MSP'`)));
        expect(JSON.parse(stdout)).toEqual([]);
    });

    it.each([
        [
            `'nobodys'`,
            [],
            /nobody says who the members of the collection nobodys are: .* or give --members nobodys=Org1MSP,/,
        ],
        [TERMS, ['--members', 'other=AMSP'], /--members names other, which no contract declares: there are tradeTerms/],
        [TERMS, ['--members', 'tradeTerms='], /--members tradeTerms= is no list of members: write the collection/],
    ])('ends with 2 where it is not known who has %s: %j', async (collection, args, message) => {
        using folder = new TemporaryFolder();
        const { code, lines } = await run(['collections', ...args], folder.writePackage(CONTRACT(collection)));
        expect([code, lines.join()]).toEqual([2, expect.stringMatching(message)]);
    });
});

describe('heddle package, of contracts that declare entities', () => {
    it('adds the files of their CouchDB indexes, in the same bytes each time', async () => {
        using folder = new TemporaryFolder();
        const cwd = folder.writePackage(DECLARED);
        for (const output of ['one.tgz', 'two.tgz']) {
            const { code, lines } = await run([...PACKAGE, '-o', output], cwd);
            expect([code, lines]).toEqual([0, []]);
        }
        expect(readFileSync(join(cwd, 'one.tgz'))).toEqual(readFileSync(join(cwd, 'two.tgz')));
        expect(packed(cwd, 'one.tgz')).toEqual({
            'connection.json': expect.anything(),
            [`${FOLDER}/indexes/lot.byState.json`]:
                '{"ddoc":"lot.byState","index":{"fields":["docType","state","id"]},"name":"lot.byState","type":"json"}',
            [`${FOLDER}/collections/tradeTerms/indexes/terms.byState.json`]:
                '{"ddoc":"terms.byState","index":{"fields":["docType","state"]},"name":"terms.byState","type":"json"}',
        });
        expect(await run(['package', 'verify', 'one.tgz'], cwd)).toMatchObject({ code: 0 });
    });

    it('keeps the files of the author, of which one must say what is declared', async () => {
        using folder = new TemporaryFolder();
        const own =
            '{ "index": { "fields": ["docType", "state", "id"] }, "ddoc": "lot.byState", "name": "lot.byState", "type": "json" }';
        const files = {
            ...DECLARED,
            [`${FOLDER}/indexes/lot.byState.json`]: own,
            [`${FOLDER}/indexes/z.json`]: own.replaceAll('lot.', 'z.'),
        };
        const cwd = folder.writePackage(files);
        expect(await run([...PACKAGE, '-o', 'a.tgz'], cwd)).toMatchObject({ code: 0, lines: [] });
        expect(packed(cwd, 'a.tgz')).toMatchObject({ [`${FOLDER}/indexes/lot.byState.json`]: own });
        folder.write(`${FOLDER}/indexes/lot.byState.json`, own.replace('"id"', '"owner"'));
        const { code, lines } = await run([...PACKAGE, '-o', 'b.tgz'], cwd);
        expect([code, lines.join()]).toEqual([
            2,
            expect.stringContaining(
                'lot.byState.json is not the index lot.byState that the contracts declare: take it away',
            ),
        ]);
    });

    const definition = (policy: string, more: object = {}): string =>
        JSON.stringify([
            { name: 'tradeTerms', policy, requiredPeerCount: 2, maxPeerCount: 2, memberOnlyRead: true, ...more },
        ]);

    it.each([
        ['as it is declared', definition("OR('FarmMSP.member', 'MillMSP.member')"), undefined],
        [
            'with more than is declared',
            definition("OR('FarmMSP.member','MillMSP.member')", { blockToLive: 9 }),
            undefined,
        ],
        [
            'without the collection',
            '[]',
            'tradeTerms is missing, and the contracts declare it: "heddle collections" prints it',
        ],
        [
            'with other members',
            definition("OR('AMSP.member')"),
            'has the members AMSP, and the contracts declare FarmMSP, MillMSP',
        ],
        [
            'with other readers',
            definition("OR('FarmMSP.member', 'MillMSP.member')", { memberOnlyRead: false }),
            '"memberOnlyRead" is false, and the contracts declare true',
        ],
    ])('compares the collections file: %s', async (_, text, problem) => {
        using folder = new TemporaryFolder();
        const cwd = folder.writePackage({ ...DECLARED, 'collections.json': text });
        const { code, lines } = await run([...PACKAGE, '--collections-config', 'collections.json'], cwd);
        expect(code).toBe(problem === undefined ? 0 : 2);
        expect(lines.join()).toContain(problem ?? '');
    });

    it('needs contracts that are built', async () => {
        using folder = new TemporaryFolder();
        const cwd = folder.writePackage({ 'package.json': '{ "main": "dist/index.js" }', 'index.js': '' });
        const { code, lines } = await run(PACKAGE, cwd);
        expect([code, lines.join()]).toEqual([2, expect.stringContaining('does not exist: build the package')]);
    });
});
