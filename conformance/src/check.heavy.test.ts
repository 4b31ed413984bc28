import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { packPackages, runNpm } from './harness/pack-packages';
import { readManifest } from './repository/source-files';

// npm packs and installs; a registry may be slow.
jest.setTimeout(600_000);

const PACKAGES = [
    'protocol',
    'core',
    'contract',
    'client',
    'local-peer',
    'journal',
    'replay',
    'testing',
    'cli',
    'studio',
    'dev',
    'eslint-plugin',
];

const FILES: Readonly<Record<string, string>> = {
    'tsconfig.json': JSON.stringify({
        compilerOptions: {
            target: 'es2022',
            module: 'node16',
            strict: true,
            experimentalDecorators: true,
            types: ['node'],
        },
        include: ['src'],
    }),
    'src/ids.ts': `
export function newId(prefix: string): string { return prefix + token(8); }
function token(length: number): string { return Array.from({ length }, () => digit()).join(''); }
function digit(): string { return Math.floor(Math.random() * 36).toString(36); }
`,
    'src/library.ts': `
import { Context, Contract, Transaction } from '@heddle/contract';
import { newId } from './ids';

export class Library extends Contract {
    @Transaction()
    async add(ctx: Context, title: string): Promise<void> {
        await ctx.stub.putState(newId('b'), ctx.serialize({ title }));
    }
}
`,
};

/** Why there is nothing to test; undefined where there is. */
function missing(): string | undefined {
    const { status } = spawnSync('npm', ['view', 'typescript@7', 'version'], { timeout: 60_000 });
    return status === 0 ? undefined : 'no registry of npm can be reached';
}

interface Sarif {
    readonly version: string;
    readonly runs: readonly {
        readonly tool: {
            readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] };
        };
        readonly results: readonly {
            readonly ruleId: string;
            readonly ruleIndex: number;
            readonly level: string;
            readonly message: { readonly text: string };
            readonly locations: readonly {
                readonly physicalLocation: {
                    readonly artifactLocation: { readonly uri: string };
                    readonly region: Readonly<Record<string, number>>;
                };
            }[];
        }[];
    }[];
}

const reason = missing();
let project: string;

/** Installs packed packages with TypeScript 7, and no ESLint. */
async function install(): Promise<string> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-check-')));
    const tarballs = join(folder, 'tarballs');
    mkdirSync(tarballs);
    const packed = await packPackages(PACKAGES, tarballs);
    const files = Object.fromEntries(Array.from(packed, ([name, file]) => [name, `file:tarballs/${file}`]));
    const dependencies = { ...readManifest('packages/contract').peerDependencies, ...files };
    const devDependencies = { typescript: '^7.0.0', '@types/node': '^20.0.0' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'library', dependencies, devDependencies }));
    for (const [name, text] of Object.entries(FILES)) {
        mkdirSync(join(folder, 'src'), { recursive: true });
        writeFileSync(join(folder, name), text);
    }
    await runNpm(folder, ['install', '--ignore-scripts', '--prefer-offline']);
    return folder;
}

function check(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const bin = join(project, 'node_modules', 'heddle', 'bin', 'heddle.js');
    return spawnSync(process.execPath, [bin, 'check', ...args], { cwd: project, env: {}, encoding: 'utf8' });
}

(reason === undefined ? describe : describe.skip)(
    `proof promise 3: a project with TypeScript 7 and no ESLint${reason === undefined ? '' : ` (skipped: ${reason})`}`,
    () => {
        beforeAll(async () => {
            project = await install();
        });
        afterAll(() => {
            rmSync(project, { recursive: true });
        });

        it('keeps its own compiler, and gets no ESLint', () => {
            const manifest = readFileSync(join(project, 'node_modules', 'typescript', 'package.json'), 'utf8');
            expect((JSON.parse(manifest) as { version: string }).version).toMatch(/^7\./);
            const tsc = spawnSync(join(project, 'node_modules', '.bin', 'tsc'), ['--version'], { encoding: 'utf8' });
            expect(tsc.stdout).toMatch(/^Version 7\./);
            expect(existsSync(join(project, 'node_modules', 'eslint'))).toBe(false);
        });

        it('is told of a Math.random() three calls deep, with the way there, and exit code 1', () => {
            const { status, stdout, stderr } = check();
            expect(stderr).toBe('');
            expect(stdout).toContain('src/library.ts:8:33  error  no-nondeterministic-source\n');
            expect(stdout).toContain('  newId → token → digit → Math.random(): endorsers differ in it.\n');
            expect(stdout).toMatch(/\n1 error, 0 warnings in 2 files/);
            expect(status).toBe(1);
        });

        it('gets SARIF 2.1.0', () => {
            const { status, stdout } = check('--format', 'sarif');
            expect(status).toBe(1);
            const { version, runs } = JSON.parse(stdout) as Sarif;
            expect([version, runs.length]).toEqual(['2.1.0', 1]);
            for (const { tool, results } of runs) {
                expect(tool.driver.name).toBe('heddle check');
                const rule = tool.driver.rules.findIndex(({ id }) => id === 'no-nondeterministic-source');
                expect(results).toMatchObject([
                    { ruleId: 'no-nondeterministic-source', ruleIndex: rule, level: 'error' },
                ]);
                const places = results.flatMap(({ locations }) => locations.map((one) => one.physicalLocation));
                const region = { startLine: 8, startColumn: 33, endLine: 8, endColumn: 43 };
                expect(places).toMatchObject([{ artifactLocation: { uri: 'src/library.ts' }, region }]);
            }
        });

        it('is found in order after it is mended', () => {
            const mended = (FILES['src/library.ts'] ?? '').replace("newId('b')", 'ctx.stub.getTxID()');
            writeFileSync(join(project, 'src', 'library.ts'), mended);
            expect(check().status).toBe(0);
        });
    },
);
