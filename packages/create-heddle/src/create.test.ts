import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { createProject } from './create';
import { parseCommandLine } from './input/command-line';
import { VERSION } from './version';

const launcher = join(__dirname, '..', 'bin', 'create-heddle.js');

interface Ended {
    readonly exitCode: number | NodeJS.Signals;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs the command where nobody can answer. */
async function create(
    cwd: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
    const { PATH = '', HOME = '' } = process.env;
    await using running = new HeddleProcess(args, { cwd, launcher, variables: { PATH, HOME, ...variables } });
    return { exitCode: await running.exited, stdout: running.stdout, stderr: running.lines.join('\n') };
}

function filesIn(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('.git/'));
}

function read(...path: readonly string[]): string {
    return readFileSync(join(...path), 'utf8');
}

describe('npm create heddle', () => {
    it('makes a project, and says what to do next in 80 columns', async () => {
        using folder = new TemporaryFolder();
        const ended = await create(folder.path, ['cars', '--no-install']);
        expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
        expect(ended.stdout).toContain('\n    cd cars\n    npm install\n    npm run dev       runs the contract');
        expect(ended.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
        expect(filesIn(join(folder.path, 'cars'))).toEqual(
            expect.arrayContaining(['.gitignore', '.vscode/launch.json', 'src/asset-transfer.ts', 'client/main.ts']),
        );
        expect(existsSync(join(folder.path, 'cars', '.git', 'HEAD'))).toBe(true);
    });

    it('names the project, and takes Heddle in its own version', async () => {
        using folder = new TemporaryFolder();
        await create(folder.path, ['@acme/cars', '--no-install', '--no-git', '--template', 'javascript']);
        const project = join(folder.path, 'cars');
        const { name, dependencies, devDependencies } = JSON.parse(read(project, 'package.json')) as {
            name: string;
            dependencies: Record<string, string>;
            devDependencies: Record<string, string>;
        };
        expect(name).toBe('@acme/cars');
        expect([dependencies['heddle'], devDependencies['@heddle/dev']]).toEqual([`^${VERSION}`, `^${VERSION}`]);
        expect(Object.values({ ...dependencies, ...devDependencies })).not.toContain('*');
        expect(filesIn(project).filter((file) => (file + textAt(join(project, file))).includes('template'))).toEqual(
            [],
        );
        expect(existsSync(join(project, '.git'))).toBe(false);
    });

    it.each([
        ['pnpm/12.1.0 npm/? node/v20', 'pnpm dev', 'pnpm install --frozen-lockfile', 'pnpm-workspace.yaml'],
        ['yarn/1.22.22 npm/? node/v20', 'yarn dev', 'yarn install --frozen-lockfile', '.yarnrc.yml'],
        ['yarn/4.5.0 npm/? node/v20', 'yarn dev', 'yarn install --immutable', '.yarnrc.yml'],
    ])('speaks as %s', async (npm_config_user_agent, dev, install, file) => {
        using folder = new TemporaryFolder();
        const { stdout } = await create(folder.path, ['cars', '--no-install'], { npm_config_user_agent });
        expect(stdout).toContain(dev);
        const project = join(folder.path, 'cars');
        expect(read(project, 'Dockerfile')).toContain(install);
        expect(read(project, '.github/workflows/ci.yml')).toContain(install);
        expect(existsSync(join(project, file))).toBe(true);
        const speaking = ['Dockerfile', 'README.md', '.github/workflows/ci.yml', '.vscode/tasks.json'];
        expect(
            speaking.filter((name) => /\bnpm (ci|run|test|start)|\bnpx|package-lock/.test(read(project, name))),
        ).toEqual([]);
    });

    it('takes a folder that has a git repository and nothing else', async () => {
        using folder = new TemporaryFolder();
        mkdirSync(join(folder.path, 'cars', '.git'), { recursive: true });
        expect(await create(join(folder.path, 'cars'), ['.', '--no-install', '--no-git'])).toMatchObject({
            exitCode: 0,
        });
        expect(JSON.parse(read(folder.path, 'cars', 'package.json'))).toMatchObject({ name: 'cars' });
    });

    it('makes no repository inside of another one, nor without git', async () => {
        using folder = new TemporaryFolder();
        expect(await create(folder.path, ['outer', '--no-install'])).toMatchObject({ exitCode: 0 });
        expect(await create(join(folder.path, 'outer'), ['inner', '--no-install'])).toMatchObject({ exitCode: 0 });
        expect(existsSync(join(folder.path, 'outer', 'inner', '.git'))).toBe(false);
        expect(await create(folder.path, ['bare', '--no-install'], { PATH: '' })).toMatchObject({ exitCode: 0 });
        expect(existsSync(join(folder.path, 'bare', '.git'))).toBe(false);
    });

    it('tells its version and its options', async () => {
        using folder = new TemporaryFolder();
        expect(await create(folder.path, ['--version'])).toEqual({ exitCode: 0, stdout: `${VERSION}\n`, stderr: '' });
        expect((await create(folder.path, ['--help'])).stdout).toMatch(/^Usage: npm create heddle@latest/);
        expect(readdirSync(folder.path)).toEqual([]);
    });
});

describe('npm create heddle does not begin', () => {
    it.each<[string, readonly string[], RegExp]>([
        ['without a name, where nobody can be asked', [], /^create-heddle: no name is given, .* my-contract$/],
        ['with a name that npm refuses', ['Cars'], /^create-heddle: "Cars" is no name .* "cars" would do$/],
        ['with the name of a package that it needs', ['jest'], /^create-heddle: "jest" is a package that/],
        [
            'with a template that is not there',
            ['cars', '--template', 'rust'],
            /no template "rust": there are typescript/,
        ],
        ['in a folder with files', ['full'], /full is not empty: it has a, b, c and more\. Choose another name/],
        [
            'at the place of a file',
            ['full/a'],
            /full\/a cannot be read: ENOTDIR: not a directory\. Choose another name$/,
        ],
    ])('%s', async (_, args, message) => {
        using folder = new TemporaryFolder();
        for (const name of ['a', 'b', 'c', 'd']) folder.write(`full/${name}`, '');
        const ended = await create(folder.path, args);
        expect(ended).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
        expect(filesIn(folder.path)).toEqual(['full', 'full/a', 'full/b', 'full/c', 'full/d']);
    });
});

describe('npm create heddle fails at work', () => {
    it('where the disk takes no files, and leaves none', async () => {
        using folder = new TemporaryFolder();
        const ended = await create(folder.path, ['/sys/cars', '--no-install']);
        expect(ended).toMatchObject({
            exitCode: 1,
            stdout: '',
            stderr: expect.stringMatching(
                /\/sys\/cars cannot be written: E\w+: .*\. Nothing was made; choose a folder/,
            ),
        });
    });

    it('without a network: the files stay, and it says what to do', async () => {
        using folder = new TemporaryFolder();
        const variables = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
        const cache = { npm_config_cache: join(folder.path, 'cache') };
        const ended = await create(folder.path, ['cars', '--template', 'minimal'], { ...variables, ...cache });
        expect(ended.exitCode).toBe(1);
        expect(ended.stderr).toMatch(
            /npm install failed in .*cars; the files of the project are there\. .*run it there/,
        );
        expect(existsSync(join(folder.path, 'cars', 'src', 'index.ts'))).toBe(true);
    });
});

describe('the questions', () => {
    /** Answers as a person does, who reads a question and types a line. */
    async function answer(
        args: readonly string[],
        answers: readonly string[],
    ): Promise<{ folder: string; shown: string }> {
        const folder = new TemporaryFolder().path;
        const [input, output] = [new PassThrough(), new PassThrough()];
        let shown = '';
        const left = [...answers];
        output.setEncoding('utf8').on('data', (text: string) => {
            shown += text;
            if (!/(\]: )$/.test(text)) return;
            const next = left.shift();
            if (next === undefined) input.end();
            else input.write(`${next}\n`);
        });
        const surroundings = { workingFolder: folder, variables: {}, input, output, isInteractive: true };
        await createProject(parseCommandLine([...args, '--no-install', '--no-git'], {}), surroundings);
        return { folder, shown };
    }

    it('take the defaults', async () => {
        const { folder, shown } = await answer([], ['', '']);
        expect(shown).toContain('Name of the project [my-contract]: ');
        expect(shown).toContain('  2  javascript ');
        expect(read(folder, 'my-contract', 'package.json')).toContain('"typescript-eslint"');
    });

    it('are asked again where an answer will not do', async () => {
        const { folder, shown } = await answer([], ['My Cars', 'cars', '7', 'minimal']);
        expect(shown).toContain('"my-cars" would do\n');
        expect(shown).toContain('there is no template "7"');
        expect(filesIn(join(folder, 'cars')).length).toBeLessThan(8);
    });

    it('leave out what is given', async () => {
        const { shown } = await answer(['cars', '--template', 'minimal'], []);
        expect(shown).not.toContain(']: ');
        expect((await answer(['cars'], ['2'])).shown).not.toContain('Name of the project');
    });

    it('make nothing where they are left', async () => {
        await expect(answer([], ['cars'])).rejects.toThrow('nothing was made, since the questions were left');
    });
});

function textAt(path: string): string {
    try {
        return readFileSync(path, 'utf8');
    } catch {
        return ''; // a folder
    }
}
