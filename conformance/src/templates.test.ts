import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TEMPLATES } from './harness/created-project';
import { readGuide } from './harness/guide';
import { GuideReader } from './harness/guide-reader';
import { parseDockerfile } from './image/dockerfile';
import { type Manifest, readManifest, readPackages, ROOT } from './repository/source-files';

const FOLDER = 'packages/create-heddle/templates';

interface TemplateManifest extends Manifest {
    readonly scripts: Readonly<Record<string, string>>;
    readonly engines: unknown;
}

interface LaunchConfiguration {
    readonly request: string;
    readonly port?: number;
    readonly program?: string;
    readonly preLaunchTask?: string;
}

const source = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** The ranges that this repository and its examples have of packages of others, by their names. */
const ranges = new Map(
    ['examples/client-application', 'examples/asset-transfer', '.']
        .map(readManifest)
        .flatMap(({ dependencies, devDependencies }) => Object.entries({ ...devDependencies, ...dependencies })),
);

/** This repository has the compiler under a name at which typescript-eslint would look for a newer one, and nest it. */
const NATIVE = '@typescript/native';

function nameHere(name: string, range: string): string {
    return range.includes('~7.') ? NATIVE : name;
}

function rangeHere(name: string, range: string): string | undefined {
    const here = ranges.get(name);
    return name === NATIVE && !range.startsWith('npm:') ? here?.replace('npm:typescript@', '') : here;
}

const ours = new Set(readPackages().map(({ manifest }) => manifest.name));

describe('the templates', () => {
    it('are the folders that there are', () => {
        expect(Object.keys(TEMPLATES).toSorted()).toEqual(readdirSync(join(ROOT, FOLDER)).toSorted());
    });
});

describe.each(Object.keys(TEMPLATES))('the template %s', (template) => {
    const manifest = readManifest(`${FOLDER}/${template}`) as TemplateManifest;
    const dependencies = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

    it('leaves the version of our packages open, which a new project gets, and pins nothing else of them', () => {
        const wrong = dependencies.filter(([name, range]) => ours.has(name) !== (range === '*'));
        expect(wrong).toEqual([]);
        expect(manifest.dependencies).toMatchObject({ heddle: '*', '@heddle/contract': '*' });
    });

    it('takes packages of others as this repository does', () => {
        const others = dependencies
            .filter(([name]) => !ours.has(name))
            .map(([name, range]) => [nameHere(name, range), range]);
        expect(others).toEqual(others.map(([name = '', range = '']) => [name, rangeHere(name, range)]));
    });

    it('runs on the versions of Node.js that we support, under a name that is replaced', () => {
        expect(manifest.engines).toEqual((readManifest('.') as TemplateManifest).engines);
        expect(manifest.name).toBe(`heddle-template-${template}`);
        expect(source(FOLDER, template, 'README.md')).toMatch(new RegExp(`^# ${manifest.name}\n`));
    });

    it('keeps what is built, installed and secret out of git', () => {
        const ignored = source(FOLDER, template, '_gitignore').split('\n');
        expect(ignored).toEqual(expect.arrayContaining(['node_modules/', '.heddle/', '.env']));
        expect(existsSync(join(ROOT, FOLDER, template, '.gitignore'))).toBe(false);
    });

    it('names scripts that it has', () => {
        const texts = ['README.md', '.github/workflows/ci.yml', 'Dockerfile', '.vscode/tasks.json']
            .filter((name) => existsSync(join(ROOT, FOLDER, template, name)))
            .map((name) => source(FOLDER, template, name));
        const named = texts.flatMap((text) =>
            Array.from(text.matchAll(/\bnpm (?:run (\w+)|(test|start)\b)/g), ([, run, own]) => run ?? own ?? ''),
        );
        expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
        expect(named).toEqual(expect.arrayContaining(['dev', 'start']));
    });
});

describe.each(['typescript', 'javascript'])('the debugger of the template %s', (template) => {
    const read = (name: string): unknown => JSON.parse(source(FOLDER, template, '.vscode', name));
    const { configurations } = read('launch.json') as { configurations: readonly LaunchConfiguration[] };
    const { tasks } = read('tasks.json') as { tasks: readonly { label: string; command?: string }[] };

    it('attaches to the port at which its task lets heddle dev be inspected', () => {
        const attached = configurations.filter(({ request }) => request === 'attach');
        const commands = attached.map(
            ({ preLaunchTask }) => tasks.find(({ label }) => label === preLaunchTask)?.command,
        );
        expect(commands).toEqual(attached.map(({ port }) => `npx heddle dev --inspect=${String(port)}`));
        expect(attached).toHaveLength(1);
        expect(source('packages/dev/src/commands/dev.ts')).toContain("'--inspect [port]'");
    });

    it('starts tests by a program that is installed, after tasks that there are', () => {
        const { devDependencies = {} } = readManifest(`${FOLDER}/${template}`);
        const launched = configurations.flatMap(({ program = [] }) => program);
        expect(launched).toEqual(['${workspaceFolder}/node_modules/jest/bin/jest.js']);
        expect(devDependencies).toHaveProperty('jest');
        const labels = tasks.map(({ label }) => label);
        expect(configurations.flatMap(({ preLaunchTask = [] }) => preLaunchTask)).toEqual(labels);
    });
});

describe('the template typescript', () => {
    it('has the image that the guide explains', () => {
        const instructions = (path: string): unknown => parseDockerfile(source(path));
        expect(instructions(`${FOLDER}/typescript/Dockerfile`)).toEqual(instructions('deploy/Dockerfile'));
        expect(source(FOLDER, 'typescript', '.dockerignore')).toBe(source('deploy/.dockerignore'));
    });

    it('has the client that is generated of its contract', async () => {
        await using reader = new GuideReader();
        const commands = [
            'npm create heddle@latest my-contract -- --no-git',
            'cd my-contract',
            'npx heddle generate client . --out client/asset-transfer.ts --check',
        ];
        await expect(reader.follow({ kind: 'run', commands })).resolves.toBeUndefined();
    });

    it('is what Getting started shows', () => {
        const shown = readGuide(join(ROOT, 'docs', 'guide', 'getting-started.md')).flatMap((step) =>
            step.kind === 'file' ? [[step.path, step.content]] : [],
        );
        expect(shown.map(([path]) => path)).toEqual(['src/asset.ts', 'src/asset-transfer.ts', 'tsconfig.json']);
        expect(shown).toEqual(shown.map(([path = '']) => [path, source(FOLDER, 'typescript', path)]));
    });
});
