import { describe, expect, it } from '@jest/globals';
import { checkRooms, type RoomTable } from './repository/folder-rules';
import { ROOMS } from './repository/folder-table';
import { findCycles } from './repository/import-cycles';
import { checkImports } from './repository/import-rules';
import { type Manifest, readManifest, readPackages, readSources, type SourcePackage } from './repository/source-files';

const ROOT_MANIFEST: Manifest = { name: 'root', devDependencies: { 'fast-check': '^4' } };

/** Makes up a package from `{ path below src: text }`. */
function madeUp(folder: string, files: Record<string, string>, manifest: Partial<Manifest> = {}): SourcePackage {
    return {
        folder: `packages/${folder}`,
        manifest: { name: `@heddle/${folder}`, ...manifest },
        files: Object.entries(files).map(([name, text]) => ({ path: `packages/${folder}/src/${name}`, text })),
    };
}

function problems(folder: string, files: Record<string, string>, manifest?: Partial<Manifest>): string[] {
    return checkImports([madeUp(folder, files, manifest)], ROOT_MANIFEST);
}

describe('the packages', () => {
    const packages = readPackages();

    it('import only what the table of arrows and their own package.json allow', () => {
        expect(checkImports(packages, readManifest('.'))).toEqual([]);
    });

    it('have no circle of imports, of values or of types', () => {
        const files = [...packages.map((member) => member.files), readSources('conformance'), readSources('bench')];
        expect(files.flatMap(findCycles)).toEqual([]);
    });

    it.each(packages.map((member) => [member.folder, member] as const))(
        'have their folders in order: %s',
        (_folder, member) => {
            expect(checkRooms(member, ROOMS[member.manifest.name] ?? {})).toEqual([]);
        },
    );
});

describe('the check of imports', () => {
    it.each([
        ['a static import', "import { start } from '@heddle/contract';"],
        ['an import for its effects', "import '@heddle/contract';"],
        ['a type import', "import type { Contract } from '@heddle/contract';"],
        ['a re-export', "export * from '@heddle/contract';"],
        ['a dynamic import', "const contract = import('@heddle/contract');"],
        ['a template without holes', 'const contract = import(`@heddle/contract`);'],
        ['a require', "const contract = require('@heddle/contract');"],
        ['an import assignment', "import contract = require('@heddle/contract');"],
        ['a type query', "type Contract = import('@heddle/contract').Contract;"],
        ['a subpath', "import { plan } from '@heddle/contract/plan';"],
    ])('catches a reversed arrow in %s', (_form, text) => {
        const dependencies = { '@heddle/contract': '*' };
        const [declared, imported, ...rest] = problems('core', { 'server.ts': `\n${text}` }, { dependencies });
        expect(declared).toBe('packages/core/package.json: @heddle/core may not depend on @heddle/contract');
        expect(imported).toMatch(
            /^packages\/core\/src\/server\.ts:2 imports @heddle\/contract.*: @heddle\/core may not import it$/,
        );
        expect(rest).toEqual([]);
    });

    it('keeps the peer apart from the server, in tests too', () => {
        const found = problems('local-peer', { 'ledger/store.test.ts': "import '@heddle/core';" });
        expect(found).toEqual([expect.stringContaining('@heddle/local-peer may not import it')]);
    });

    it('lets an arrow of the table pass', () => {
        const dependencies = { '@heddle/protocol': '*' };
        expect(problems('core', { 'stub.ts': "import { encode } from '@heddle/protocol';" }, { dependencies })).toEqual(
            [],
        );
    });

    it('sees no import in strings, comments and computed names', () => {
        const text =
            "// import '@heddle/contract'\nconst text = \"import '@heddle/contract'\"; const user = import(text);";
        expect(problems('core', { 'server.ts': text })).toEqual([]);
    });

    it('refuses a package that the table does not know', () => {
        expect(problems('extra', {})).toEqual(['packages/extra: @heddle/extra is not in the table of packages']);
    });

    it('refuses a relative import that leaves the package', () => {
        const found = problems('core', { 'tls/files.ts': "import '../../../protocol/src/wire';\nimport '../server';" });
        expect(found).toEqual([expect.stringContaining('files.ts:1 imports ../../../protocol/src/wire: it leaves')]);
    });

    it('lets a test run a suite of a package that it may import, and nothing else of it', () => {
        const text = "import '../../protocol/dist/message-stream.suite';";
        expect(problems('core', { 'server.test.ts': text })).toEqual([]);
        expect(problems('core', { 'server.ts': text })).toHaveLength(1);
        expect(problems('core', { 'server.test.ts': "import '../../protocol/dist/wire';" })).toHaveLength(1);
        expect(problems('protocol', { 'wire.test.ts': "import '../../core/dist/transport.suite';" })).toHaveLength(1);
    });

    it('refuses a source that imports what is there for tests', () => {
        const text = "import './testing/deferred';\nimport './store.suite';\nimport './testing';";
        expect(problems('core', { 'server.ts': text })).toHaveLength(3);
        expect(problems('core', { 'server.test.ts': text, 'testing/clock.ts': "import './deferred';" })).toEqual([]);
    });

    it('wants every module that is not of Node declared, for users or for tests', () => {
        const text = "import 'node:fs';\nimport 'fast-check';\nimport '@grpc/grpc-js/build/src/call';";
        const manifest = { dependencies: { '@grpc/grpc-js': '*' } };
        expect(problems('core', { 'server.test.ts': text }, manifest)).toEqual([]);
        expect(problems('core', { 'server.ts': text }, manifest)).toEqual([
            'packages/core/src/server.ts:2 imports fast-check: not in dependencies or peerDependencies',
        ]);
        expect(problems('core', { 'server.test.ts': "import 'nowhere';" })).toEqual([
            'packages/core/src/server.test.ts:1 imports nowhere: not in any dependencies',
        ]);
    });
});

describe('the check for circles', () => {
    it('reports a circle once, through folders and re-exports', () => {
        const { files } = madeUp('core', {
            'a.ts': "import { b } from './b/index';",
            'b/index.ts': "export * from './c';",
            'b/c.ts': "import '../a';",
            'd.ts': "import './a';",
        });
        const [cycle, ...rest] = findCycles(files).map((text) => text.replaceAll('packages/core/src/', ''));
        expect(cycle).toBe('a.ts -> b/index.ts -> b/c.ts -> a.ts');
        expect(rest).toEqual([]);
    });

    it('finds a folder by its index, and a file that imports itself', () => {
        const { files } = madeUp('core', {
            'b/index.ts': "import '../a';",
            'a.ts': "import './b';",
            'c.ts': "import './c';",
        });
        expect(findCycles(files)).toHaveLength(2);
    });

    it.each(["import type { A } from './a';", "import { type A } from './a';", "export type { A } from './a';"])(
        'counts %s, since a reader needs both files',
        (text) => {
            const { files } = madeUp('core', { 'a.ts': "import { b } from './b';", 'b.ts': text });
            expect(findCycles(files)).toHaveLength(1);
        },
    );
});

describe('the check of folders', () => {
    const TABLE: RoomTable = { errors: [], ledger: ['errors'], commit: ['ledger'] };
    const FILES = {
        'errors.ts': '',
        'ledger/store.ts': "import '../errors';",
        'commit/committer.ts': "import '../ledger/store';",
    };

    function roomProblems(files: Record<string, string>, table: RoomTable = TABLE): string[] {
        return checkRooms(madeUp('local-peer', { ...FILES, ...files }), table);
    }

    it('passes a tree that is as its table says, tests left aside', () => {
        expect(roomProblems({ 'errors.test.ts': "import './commit/committer';" })).toEqual([]);
    });

    it.each(["import '../commit/committer';", "import type { Committer } from '../commit/committer';"])(
        'catches an arrow that is turned round: %s',
        (text) => {
            expect(roomProblems({ 'ledger/version.ts': `\n${text}` })).toEqual([
                'packages/local-peer/src/ledger/version.ts:2: ledger may not import commit',
            ]);
        },
    );

    it('catches a table that would allow a circle', () => {
        expect(roomProblems({}, { errors: [], ledger: ['errors', 'commit'], commit: ['ledger'] })).toContain(
            'packages/local-peer: the table lets ledger import commit, which does not stand above it',
        );
    });

    it('catches rooms and arrows that one of the two does not have', () => {
        const table = { ...TABLE, commit: ['errors', 'ledger'], gateway: [] };
        expect(roomProblems({ 'endorse/endorser.ts': '' }, table)).toEqual([
            'packages/local-peer/src: endorse is not in the table',
            'packages/local-peer/src: the table has gateway, which does not exist',
            'packages/local-peer: the table lets commit import errors, and it does not',
        ]);
    });
});
