import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthorProject } from './published/author-project';
import { COMPILERS, FIRST_OF_THE_FACADE, installCompiler, MODULE_RESOLUTIONS } from './published/compilers';
import { type UnpackedPackage, unpackPackages } from './published/packed-packages';

/** A compiler takes seconds, on machines that are shared as well: one that hangs is all that this is for. */
const TIME_LIMIT_MS = 600_000;

describe('the declarations of the facade, under the names that chaincode has for them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-packed-'));
    let packages: readonly UnpackedPackage[];

    beforeAll(() => {
        packages = unpackPackages(join(folder, 'node_modules'));
    }, TIME_LIMIT_MS);

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    describe.each([FIRST_OF_THE_FACADE, ...COMPILERS])('with TypeScript $version', (compiler) => {
        let project: AuthorProject;

        beforeAll(() => {
            installCompiler(compiler);
            project = new AuthorProject(compiler, packages);
        }, TIME_LIMIT_MS);

        afterAll(() => {
            project[Symbol.dispose]();
        });

        it.each(MODULE_RESOLUTIONS.filter((resolution) => compiler.absent[resolution] === undefined))(
            'compile chaincode under %s',
            async (resolution) => {
                expect(await project.compile(resolution)).toBe('');
            },
            TIME_LIMIT_MS,
        );
    });
});
