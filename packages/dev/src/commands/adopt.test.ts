import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const CHAINCODE = '{"name":"cc","main":"index.js","dependencies":{"fabric-shim":"~2.5"}}';

let folder: TemporaryFolder;

beforeEach(() => {
    folder = new TemporaryFolder();
});
afterEach(() => {
    folder[Symbol.dispose]();
});

/** Without a home, a package manager has no settings of whoever runs the tests. */
const variables = { PATH: process.env['PATH'] ?? '' };

async function adopt(...args: readonly string[]): Promise<{ code: unknown; stderr: string; stdout: string }> {
    await using heddle = new HeddleProcess(['adopt', ...args], { cwd: folder.path, variables });
    const code = await heddle.exited;
    return { code, stderr: heddle.lines.join('\n'), stdout: heddle.stdout };
}

function manifestFile(): string {
    return join(folder.path, 'package.json');
}

describe('heddle adopt', () => {
    it('needs a package', async () => {
        const { code, stderr } = await adopt();
        expect(code).toBe(2);
        expect(stderr).toContain(`${manifestFile()} cannot be read`);
        expect(stderr).toContain("run the command in the folder of your chaincode's package");
    });

    it('names the line where package.json is broken', async () => {
        folder.write('package.json', '{\n  "name": "cc",\n  dependencies: {}\n}');
        expect(await adopt()).toMatchObject({ code: 2, stderr: expect.stringContaining('in line 3): correct it') });
    });

    it.each([[], ['--check']])('says that a package without those of Fabric has nothing to adopt', async (...args) => {
        folder.write('package.json', '{"name":"other","dependencies":{"long":"5"}}');
        const { code, stderr } = await adopt(...args);
        expect(code).toBe(2);
        expect(stderr).toContain('asks for none of fabric-contract-api, fabric-shim, fabric-shim-api');
        expect(existsSync(join(folder.path, '.heddle'))).toBe(false);
    });

    it('asks which package manager it is where two have left a lock file', async () => {
        folder.write('package.json', CHAINCODE);
        folder.write('package-lock.json', '{}');
        folder.write('yarn.lock', '');
        const { code, stderr } = await adopt();
        expect(code).toBe(2);
        expect(stderr).toContain('has package-lock.json and yarn.lock: say which package manager installs it');
    });

    it('does not adopt twice, and takes back nothing that it did not do', async () => {
        folder.write('package.json', CHAINCODE);
        const undone = await adopt('--undo');
        expect(undone.code).toBe(2);
        expect(undone.stderr).toContain('has no record of an adoption');
        folder.write('package.json', '{"name":"cc","heddle":{"adopted":{"dependencies":{"fabric-shim":"~2.5"}}}}');
        const again = await adopt();
        expect(again.code).toBe(2);
        expect(again.stderr).toContain("has adopted Heddle's packages already: report on it by --check");
    });

    it('leaves everything as it was where the installation fails', async () => {
        folder.write('package.json', CHAINCODE);
        folder.write('package-lock.json', 'no lock');
        folder.write('packed/heddle-fabric-shim-2.5.0.tgz', 'no tarball');
        const { code, stderr } = await adopt('--from', join(folder.path, 'packed'));
        expect(code).toBe(1);
        expect(stderr).toContain(`npm install --no-audit --no-fund failed with 1 in ${folder.path}`);
        expect(readFileSync(manifestFile(), 'utf8')).toBe(CHAINCODE);
        expect(readFileSync(join(folder.path, 'package-lock.json'), 'utf8')).toBe('no lock');
        expect(existsSync(join(folder.path, '.heddle'))).toBe(false);
    });

    it('names the package that the folder of --from lacks', async () => {
        folder.write('package.json', CHAINCODE);
        folder.write('packed/readme.txt', '');
        const { code, stderr } = await adopt('--from', join(folder.path, 'packed'));
        expect(code).toBe(2);
        expect(stderr).toContain('has no packed @heddle/fabric-shim: run "npm pack" for it into the folder');
        const nowhere = await adopt('--from', 'nowhere');
        expect(nowhere.stderr).toContain('nowhere cannot be read');
    });
});
