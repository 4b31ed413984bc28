import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMPILERS, installCompiler, MODULE_RESOLUTIONS } from './published/compilers';
import { type UnpackedPackage, unpackPackages } from './published/packed-packages';
import { UserProject } from './published/user-project';
import { ROOT } from './repository/source-files';

/** A compiler takes seconds, on machines that are shared as well: one that hangs is all that this is for. */
const TIME_LIMIT_MS = 600_000;

describe('the published declarations', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-packed-'));
    let packages: readonly UnpackedPackage[];

    beforeAll(() => {
        packages = unpackPackages(join(folder, 'node_modules'));
    }, TIME_LIMIT_MS);

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    describe.each(COMPILERS)('with TypeScript $version', (compiler) => {
        const cells = MODULE_RESOLUTIONS.map((resolution) => {
            const refusal = compiler.absent[resolution];
            return refusal === undefined
                ? { resolution, title: `compile under ${resolution}`, output: /^$/ }
                : { resolution, title: `find no ${resolution}, which this version does not have`, output: refusal };
        });
        let project: UserProject;

        beforeAll(() => {
            installCompiler(compiler);
            project = new UserProject(compiler, packages);
        }, TIME_LIMIT_MS);

        afterAll(() => {
            project[Symbol.dispose]();
        });

        it.each(cells)(
            '$title',
            async ({ resolution, output }) => {
                expect(await project.compile(resolution)).toMatch(output);
            },
            TIME_LIMIT_MS,
        );
    });

    it('state promise 19: refuse wrong use of typed state, of more than twenty kinds', () => {
        // That each of them is refused is what compiling says: an unused directive is an error.
        const program = join(ROOT, 'conformance', 'fixtures', 'user-programs', 'wrong-typed-state.ts');
        expect(readFileSync(program, 'utf8').match(/^ +\/\/ @ts-expect-error /gm)?.length).toBeGreaterThan(20);
    });

    it('are compiled by the versions, with the resolutions, that docs/reference/compilers.md names', () => {
        const page = readFileSync(join(ROOT, 'docs', 'reference', 'compilers.md'), 'utf8');
        const rows = [...page.matchAll(/^\| (\d\.\d) +\|(.*)\|$/gm)].map(([, version, cells = '']) => [
            version,
            ...cells.split('|').map((cell) => cell.trim()),
        ]);
        expect(rows).toEqual(
            COMPILERS.map(({ version, absent }) => [
                version,
                ...MODULE_RESOLUTIONS.map((resolution) => (absent[resolution] === undefined ? 'yes' : '–')),
            ]),
        );
    });
});
