import { spawnSync } from 'node:child_process';
import { TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSoftwareBill } from './software-bill';

const LONGEST_MS = 120_000;
const MANIFEST = {
    name: 'basic',
    version: '1.0.0',
    dependencies: { commander: '14.0.3' },
    devDependencies: { '@cyclonedx/cyclonedx-npm': '6.0.1' },
};

/** Why there is nothing to test; undefined where there is. */
function missing(): string | undefined {
    const { status } = spawnSync('npm', ['view', 'commander', 'version'], { timeout: 60_000 });
    return status === 0 ? undefined : 'no registry of npm can be reached';
}

const reason = missing();
let folder: TemporaryFolder;

function npm(...args: readonly string[]): void {
    const { status, stderr } = spawnSync('npm', [...args, '--ignore-scripts', '--prefer-offline', '--no-audit'], {
        cwd: folder.path,
        encoding: 'utf8',
        timeout: LONGEST_MS,
    });
    if (status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stderr}`);
}

beforeAll(() => {
    folder = new TemporaryFolder();
    folder.write('package.json', JSON.stringify(MANIFEST));
    if (reason === undefined) npm('install');
});
afterAll(() => {
    folder[Symbol.dispose]();
});

describe('the bill of materials by cyclonedx-npm', () => {
    if (reason !== undefined) {
        it.todo(`is tried where npm installs: ${reason}`);
        return;
    }

    it('has what is served, and nothing of the machine', async () => {
        const bytes = await makeSoftwareBill(folder.path);
        const bill = JSON.parse(bytes.toString()) as {
            readonly components: readonly { readonly purl: string }[];
            readonly metadata: { readonly tools: { readonly components: readonly { readonly name: string }[] } };
        };
        expect(bill.components.map(({ purl }) => purl.replace(/\?.*/, ''))).toEqual(['pkg:npm/commander@14.0.3']);
        expect(bill.metadata.tools.components.map(({ name }) => name)).not.toContain('npm');
        expect(bytes.toString()).not.toMatch(/"serialNumber"|"timestamp"/);
        expect((await makeSoftwareBill(folder.path)).equals(bytes)).toBe(true);
    });
});
