import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ABSENT, COMPILERS, MODULE_RESOLUTIONS } from './published/compilers';
import { unpackPackages } from './published/packed-packages';
import { UserProject } from './published/user-project';

describe('the published declarations', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-packed-'));
    const packages = unpackPackages(join(folder, 'node_modules'));
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    describe.each(COMPILERS)('with TypeScript $version', (compiler) => {
        it.each(MODULE_RESOLUTIONS)('compile under %s', async (resolution) => {
            using project = new UserProject(compiler, packages);
            const expected = ABSENT[compiler.version]?.[resolution] ?? /^$/;
            expect(await project.compile(resolution)).toMatch(expected);
        });
    });
});
