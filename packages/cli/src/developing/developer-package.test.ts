import { HeddleProcess, TemporaryFolder, withoutPackage } from '@heddle/command-testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VERSION } from '../version';

let folder: TemporaryFolder;

beforeEach(() => {
    folder = new TemporaryFolder();
});
afterEach(() => {
    folder[Symbol.dispose]();
});

/** Installs a package of that name, which prints what it is given. */
function install(version: string, code = 'console.log(JSON.stringify(args)); return 0;'): void {
    const at = 'project/node_modules/@heddle/dev';
    folder.write(`${at}/package.json`, JSON.stringify({ name: '@heddle/dev', version }));
    folder.write(`${at}/index.js`, `exports.developerCommands = { run: async (args, host) => { ${code} } };`);
}

async function run(
    args: readonly string[],
    cwd = folder.path,
): Promise<{ code: unknown; stdout: string; lines: readonly string[] }> {
    const node = withoutPackage(folder, 'packages/dev');
    await using heddle = new HeddleProcess(args, { cwd, node });
    return { code: await heddle.exited, stdout: heddle.stdout, lines: heddle.lines };
}

describe('a command of @heddle/dev', () => {
    it.each(['dev', 'invoke', 'query', 'diff', 'events', 'generate', 'check', 'adopt'])(
        'is named by heddle %s where it is not installed',
        async (name) => {
            expect(await run([name, '--help'])).toEqual({
                code: 2,
                stdout: '',
                lines: [
                    `heddle: heddle ${name} comes with @heddle/dev, which is not installed: run "npm install --save-dev @heddle/dev"`,
                ],
            });
        },
    );

    it('is listed by --help, which says how to install it', async () => {
        const { stdout } = await run(['--help']);
        expect(stdout).toContain(
            '\n\nCommands of @heddle/dev (not installed: npm install --save-dev @heddle/dev):\n  dev  ',
        );
        install(VERSION);
        const installed = await run(['--help'], `${folder.path}/project`);
        expect(installed.stdout).toContain('\n\nCommands of @heddle/dev:\n  dev  ');
    });

    it('is suggested for what is almost its name', async () => {
        expect((await run(['invok'])).lines).toEqual([expect.stringContaining('Did you mean invoke?')]);
    });

    it.each([
        ['in the current folder', [], '/project'],
        ['in the folder of --module-path', ['--module-path', 'project'], ''],
        ['in the folder of --module-path=', ['--module-path=project'], ''],
        ['in the folder of -p', ['-p', 'project'], ''],
    ])('is loaded from what is installed %s', async (_where, options, cwd) => {
        install(VERSION);
        const args = ['query', 'readAsset', ...options];
        expect(await run(args, folder.path + cwd)).toEqual({ code: 0, stdout: `${JSON.stringify(args)}\n`, lines: [] });
    });

    it('is refused from another version, with the line that installs the right one', async () => {
        install('9.9.9');
        const { code, lines } = await run(['dev'], `${folder.path}/project`);
        expect(code).toBe(2);
        const manifest = `${folder.path}/project/node_modules/@heddle/dev/package.json`;
        expect(lines).toEqual([
            `heddle: ${manifest} has version 9.9.9, which does not go with heddle ${VERSION}: run "npm install --save-dev @heddle/dev@${VERSION}"`,
        ]);
    });

    it('is refused where the package lacks what it needs', async () => {
        install(VERSION);
        folder.write('project/node_modules/@heddle/dev/index.js', "require('heddle/command')");
        const { code, lines } = await run(['dev'], `${folder.path}/project`);
        expect(code).toBe(2);
        expect(lines).toEqual([
            expect.stringContaining(`(Cannot find module 'heddle/command'): run "npm install heddle@`),
        ]);
    });

    it('tells of its mistakes as heddle does, although its copy of heddle is another one', async () => {
        const copy = `
            const error = new Error('of another copy');
            Object.defineProperty(error, Symbol.for('heddle.CommandError'), { value: true });
            throw Object.assign(error, { exitCode: 2 });`;
        install(VERSION, copy);
        const { code, lines } = await run(['dev'], `${folder.path}/project`);
        expect([code, lines]).toEqual([2, ['heddle: of another copy']]);
    });
});
