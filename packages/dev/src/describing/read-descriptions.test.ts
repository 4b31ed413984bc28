import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDescriptions } from './read-descriptions';

const SOURCES = {
    'src/index.ts': "import { Assets } from './assets/assets';\nexport const contracts = [Assets];\n",
    'src/assets/asset.ts': `
        import { failure } from '@heddle/contract';
        /** What is owned. */
        export class Asset {
            /** By which it is known. */
            id!: string;
            owner!: string;
        }
        /** Somebody else has it. */
        export const NotYours = failure('NOT_YOURS', { message: 'not yours' });
        void import('../terms.js');`,
    'src/assets/assets.ts': `
        import { Contract } from '@heddle/contract';
        export { Asset } from './asset';
        /** Who owns what. */
        export class Assets extends Contract {
            /**
             * Gives an asset away.
             * @param to who gets it
             * @returns who had it
             */
            async give(_ctx: unknown, id: string, to: string): Promise<string> { return id + to; }
        }`,
    'src/terms.ts': `
        /** What was agreed. */
        export class Terms {}
        class Same {
            /** one */
            a = 1;
        }
        export { Same as One };`,
    'src/apart.ts': '/** Not imported. */ export class Apart {}',
    'tsconfig.json': `{ "compilerOptions": {
        "target": "es2022", "module": "node16", "outDir": "dist", "rootDir": "src", "sourceMap": true, "declaration": true,
        "types": [], "skipLibCheck": true, "experimentalDecorators": true
    }, "include": ["src"] }`,
};

const TOLD = {
    v: 1,
    classes: {
        Asset: { description: 'What is owned.', members: { id: { description: 'By which it is known.' } } },
        Assets: {
            description: 'Who owns what.',
            members: {
                give: {
                    description: 'Gives an asset away.',
                    parameters: { to: 'who gets it' },
                    returns: 'who had it',
                },
            },
        },
        Same: { members: { a: { description: 'one' } } },
        Terms: { description: 'What was agreed.' },
    },
    errors: { NOT_YOURS: 'Somebody else has it.' },
};

function compile(folder: TemporaryFolder, ...options: string[]): void {
    execFileSync(join(folder.path, 'node_modules', '.bin', 'tsc'), ['-p', folder.path, ...options]);
}

describe('what doc comments of a package say', () => {
    let folder: TemporaryFolder;
    let entry: string;

    beforeAll(() => {
        folder = new TemporaryFolder();
        folder.writePackage(SOURCES);
        compile(folder);
        entry = join(folder.path, 'dist', 'index.js');
    });
    afterAll(() => {
        folder[Symbol.dispose]();
    });

    it('is found in the sources, by the source maps', () => {
        folder.write('dist/assets/asset.d.ts', '/** Nobody reads this. */ export class Asset {}');
        expect(readDescriptions(entry)).toEqual(TOLD);
    });

    it('is found in the declarations and the code, where the sources are not there', () => {
        const packed = new TemporaryFolder();
        packed.writePackage({});
        compile(folder, '--outDir', join(packed.path, 'lib'), '--sourceMap', 'false');
        const found = readDescriptions(join(packed.path, 'lib', 'index.js'));
        expect(found).toEqual(TOLD);
        rmSync(join(packed.path, 'lib', 'assets', 'asset.d.ts'));
        expect(readDescriptions(join(packed.path, 'lib', 'index.js')).classes['Asset']).toEqual({
            description: 'What is owned.',
            members: { id: { description: 'By which it is known.' } },
        });
        packed[Symbol.dispose]();
    });

    it('is the same text in another folder, with the line ends of Windows', () => {
        using other = new TemporaryFolder();
        const windows = Object.entries(SOURCES).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')] as const);
        other.writePackage(Object.fromEntries(windows));
        compile(other);
        expect(JSON.stringify(readDescriptions(join(other.path, 'dist', 'index.js')))).toBe(
            JSON.stringify(readDescriptions(entry)),
        );
    });

    it('is read from a bundle whose map has the sources in it, and not those of what is installed', () => {
        using bundle = new TemporaryFolder();
        const map = {
            version: 3,
            sources: ['../src/assets/asset.ts', '../node_modules/other/other.ts'],
            sourcesContent: [SOURCES['src/assets/asset.ts'], '/** Of others. */ class Other {}'],
        };
        const url = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
        const file = bundle.write('dist/index.js', `class Asset {}\n//# sourceMappingURL=${url}\n`);
        expect(Object.keys(readDescriptions(file).classes)).toEqual(['Asset']);
    });

    it('is left out where two classes of one name are described differently, in whatever order they are met', () => {
        using both = new TemporaryFolder();
        both.write('one.js', '/** One. */ class Same {}\n/** Only here. */ class Only {}');
        both.write('two.js', 'class Same {}');
        for (const order of ["require('./one'); require('./two')", "require('./two'); require('./one')"])
            expect(readDescriptions(both.write('index.js', order)).classes).toEqual({
                Only: { description: 'Only here.' },
            });
    });

    it.each([
        ['nothing that is there', 'gone.js', undefined],
        ['a map that is not there', 'index.js', 'class A {}\n//# sourceMappingURL=gone.map\n'],
        ['a map that is no JSON', 'index.js', 'class A {}\n//# sourceMappingURL=index.js\n'],
        ['a circle', 'index.js', "require('./index')"],
        ['a name that is nowhere', 'index.js', "require('./nowhere'); require('node:fs'); import('nowhere')"],
    ])('is nothing of %s', (_what, name, text) => {
        using broken = new TemporaryFolder();
        const file = text === undefined ? join(broken.path, name) : broken.write(name, text);
        expect(readDescriptions(file)).toEqual({ v: 1, classes: {}, errors: {} });
    });
});
