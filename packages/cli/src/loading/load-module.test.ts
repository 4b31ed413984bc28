import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

/** Modules by their names, in every form in which Node finds the names of exports, or does not. */
const MODULES = {
    'zebra.js': 'exports.Zebra = class Zebra {};',
    'ape.js': 'exports.Ape = class Ape {};',
    'assigned.js': 'exports.Zebra = class Zebra {}; exports.Ape = class Ape {};',
    'object.js': 'class Zebra {} class Ape {} module.exports = { Zebra, Ape };',
    'required.js': `module.exports = { Zebra: require('./zebra').Zebra, Ape: require('./ape').Ape };`,
    'required-first.js': `module.exports = { Bee: class Bee {}, Zebra: require('./zebra'), Ape: require('./ape').Ape };`,
    'copied.js': `module.exports = Object.assign({}, require('./zebra'), require('./ape'));`,
    'copied-sorted.js': `module.exports = Object.assign({}, require('./ape'), require('./zebra'));`,
    'copied-into.js': `Object.assign(exports, require('./zebra'), require('./ape'));`,
    'bundled.js': '(() => { const e = {}; e.Zebra = class Zebra {}; e.Ape = class Ape {}; module.exports = e; })();',
    'reexported.js': `module.exports = { ...require('./zebra'), ...require('./ape') };`,
    'numbers.js': 'module.exports = Object.assign({}, { 10: class Ten {}, 9: class Nine {} });',
    'array.js': 'module.exports = [class Zebra {}, class Ape {}];',
    'text.cjs': `module.exports = 'Zebra';`,
    'class.js': 'module.exports = class Cars {};',
    'class-named.js': 'module.exports = class Cars {}; module.exports.contracts = [module.exports];',
    'class-static.js': 'module.exports = class Cars { static Ape = class Ape {}; };',
    'compiled.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = exports.Ape = 1;`,
    'nothing.js': '',
    'null.cjs': 'module.exports = null;',
    'module.mjs': 'export class Zebra {} export class Ape {} export default 1;',
    'waiting.mjs': 'export const late = await Promise.resolve(1);',
    'typed/package.json': '{ "type": "module" }',
    'typed/module.js': 'export class Zebra {} export class Ape {}',
    'typed/script.cjs': 'exports.Zebra = class Zebra {}; exports.Ape = class Ape {};',
};

/** Loads modules as the command does and by `import()`, in a process of their own, and prints what each exports. */
const COMPARE = `
    const { loadModule } = require(process.argv[2]);
    const { listExports } = require(process.argv[3]);
    const shown = (namespace) => listExports(namespace)
        .filter(({ name }) => name !== '__esModule' && name !== 'module.exports')
        .map(({ name, value }) => [name, value?.name ?? value]);
    const asked = async (file) => {
        const loaded = await loadModule(file, { debug() {} });
        return { file, loaded: shown(loaded), imported: shown(await import(file)) };
    };
    Promise.all(process.argv.slice(4).map(asked)).then((all) => console.log(JSON.stringify(all)));
`;

/** Loads a module and prints how often it has run, and what it exports or threw. */
const COUNT = `
    const { loadModule } = require(process.argv[2]);
    const print = (told) => console.log(JSON.stringify({ runs: globalThis.runs, ...told }));
    loadModule(process.argv[3], { debug() {} })
        .then((loaded) => print({ names: Object.keys(loaded) }), ({ message }) => print({ message }));
`;

const RUN = 'globalThis.runs = (globalThis.runs ?? 0) + 1;';

/** Has the loader of ES modules put another text in the place of every module that is called `hooked`. */
const HOOKS = `
    export async function load(url, context, next) {
        if (!/hooked\\.m?js$/.test(url)) return next(url, context);
        return { format: 'module', source: 'export const byHooks = 1;', shortCircuit: true };
    }
`;
const REGISTER = `
    import { register } from 'node:module';
    register('./hooks.mjs', import.meta.url);
`;

interface Compared {
    readonly file: string;
    readonly loaded: readonly (readonly [name: string, value: unknown])[];
    readonly imported: Compared['loaded'];
}

interface Counted {
    readonly runs?: number;
    readonly names?: readonly string[];
    readonly message?: string;
}

function run(args: readonly string[]): unknown {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function count(folder: TemporaryFolder, file: string, ...options: readonly string[]): Counted {
    const script = folder.write('count.js', COUNT);
    return run([...options, script, join(__dirname, 'load-module.js'), file]) as Counted;
}

describe('a module of the user', () => {
    it('exports what import() finds in it, in its order, whichever way it is loaded', () => {
        using folder = new TemporaryFolder();
        const files = Object.entries(MODULES).map(([name, text]) => folder.write(name, text));
        const modules = files.filter((file) => !file.endsWith('.json'));
        const script = folder.write('compare.js', COMPARE);
        const built = ['load-module.js', 'module-exports.js'].map((name) => join(__dirname, name));
        const compared = run([script, ...built, ...modules]) as Compared[];
        expect(compared).toHaveLength(modules.length);
        expect(compared.map(({ file, loaded }) => ({ file, exports: loaded }))).toEqual(
            compared.map(({ file, imported }) => ({ file, exports: imported })),
        );
        const namesOf = (name: string): string[] | undefined =>
            compared.find(({ file }) => basename(file) === name)?.loaded.map(([exported]) => exported);
        expect(namesOf('assigned.js')?.slice(0, 2)).toEqual(['Ape', 'Zebra']);
        expect(namesOf('required.js')?.slice(0, 2)).toEqual(['Zebra', 'Ape']);
    });

    it('runs once, also where it takes import() to tell its exports', () => {
        using folder = new TemporaryFolder();
        const file = folder.write('index.js', `${RUN} exports.Zebra = class Zebra {}; exports.Ape = class Ape {};`);
        expect(count(folder, file)).toMatchObject({ runs: 1, names: expect.arrayContaining(['Ape', 'Zebra']) });
    });

    it('runs once where it throws a mistake of syntax, and that one is told', () => {
        using folder = new TemporaryFolder();
        const text = `${RUN} JSON.parse(globalThis.runs === 1 ? '{' : 'again');`;
        const { runs, message } = count(folder, folder.write('index.js', text));
        expect([runs, message]).toEqual([1, expect.stringContaining('in JSON at position 1')]);
        expect(message).toContain('index.js:1');
    });

    it('is told with its place where it cannot be compiled', () => {
        using folder = new TemporaryFolder();
        const { message } = count(folder, folder.write('index.js', 'const = 1;'));
        expect(message).toContain("cannot be loaded (Unexpected token '='");
    });

    it('goes by the hooks of the loader of ES modules, if it says that it is one', () => {
        using folder = new TemporaryFolder();
        folder.write('hooks.mjs', HOOKS);
        folder.write('typed/package.json', '{ "type": "module" }');
        const register = `--import=${folder.write('register.mjs', REGISTER)}`;
        for (const name of ['hooked.mjs', 'typed/hooked.js', 'typed/below/hooked.js']) {
            const file = folder.write(name, 'export const byItself = 1;');
            expect(count(folder, file, register).names).toEqual(['byHooks']);
        }
    });
});
