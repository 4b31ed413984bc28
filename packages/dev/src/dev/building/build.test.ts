import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findBuildSteps } from './build-steps';
import { runBuild } from './run-build';

const signal = new AbortController().signal;

describe('how a package is built', () => {
    it("is its own script, with npm's before and after", () => {
        using folder = new TemporaryFolder();
        folder.write('tsconfig.json', '{}');
        const scripts = { prebuild: 'a', build: 'b', postbuild: 'c', test: 'd' };
        expect(findBuildSteps(folder.path, { scripts })).toEqual(['a', 'b', 'c']);
        expect(findBuildSteps(folder.path, { scripts: { build: 'b' } })).toEqual(['b']);
    });

    it('is its TypeScript compiler, where it has both that and a tsconfig.json', () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'tsconfig.json': '{}' });
        expect(findBuildSteps(folder.path, { scripts: { prebuild: 'a' } })).toEqual(['tsc --project .']);
        using without = new TemporaryFolder();
        without.write('tsconfig.json', '{}');
        expect(findBuildSteps(without.path, {})).toEqual([]);
    });

    it.each([undefined, null, 'nonsense', { build: 1 }])('is nothing for a package with the scripts %j', (scripts) => {
        using folder = new TemporaryFolder();
        expect(findBuildSteps(folder.path, { scripts })).toEqual([]);
    });
});

describe('a build', () => {
    it('finds the commands of dependencies, and tells what was printed', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({});
        const result = await runBuild(['tsc --version', 'echo done >&2'], { folder: folder.path, signal });
        expect(result.failure).toBeUndefined();
        expect(result.output).toMatch(/^Version \d.*\ndone\n$/);
    });

    it('ends with the first command that fails', async () => {
        using folder = new TemporaryFolder();
        const steps = ['echo one', 'echo two; exit 3', 'echo three'];
        const result = await runBuild(steps, { folder: folder.path, signal });
        expect(result).toEqual({ failure: 'echo two; exit 3 failed with 3', output: 'one\ntwo\n' });
    });

    it('ends with all that it has started when it is given up', async () => {
        using folder = new TemporaryFolder();
        const giveUp = new AbortController();
        const steps = ['sh -c "echo \\$\\$ > new; mv new pid; sleep 600"; true', 'echo more'];
        const built = runBuild(steps, { folder: folder.path, signal: giveUp.signal });
        const file = join(folder.path, 'pid');
        while (!existsSync(file)) await sleep(20);
        giveUp.abort();
        expect((await built).failure).toContain('failed with SIGKILL');
        const pid = Number(readFileSync(file, 'utf8'));
        while (isAlive(pid)) await sleep(20);
    });
});

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}
