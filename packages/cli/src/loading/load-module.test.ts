import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

/** Modules by their names, in every form in which Node finds the names of exports. */
const MODULES = {
    'assigned.js': 'exports.Zebra = class Zebra {}; exports.Ape = class Ape {};',
    'object.js': 'class Zebra {} class Ape {} module.exports = { Zebra, Ape };',
    'class.js': 'module.exports = class Cars {}; module.exports.contracts = [module.exports];',
    'compiled.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = exports.Ape = 1;`,
    'nothing.js': '',
    'null.cjs': 'module.exports = null;',
    'module.mjs': 'export class Zebra {} export class Ape {} export default 1;',
    'waiting.mjs': 'export const late = await Promise.resolve(1);',
};

/** Loads modules as the command does and by `import()`, in a process of their own, and prints what each exports. */
const COMPARE = `
    const { loadModule } = require(process.argv[2]);
    const shown = (exports) => Object.entries(exports).map(([name, value]) => [name, value?.name ?? value]);
    const asked = async (file) => {
        const loaded = await loadModule(file, { debug() {} });
        return { loaded: shown(loaded), imported: shown(await import(file)) };
    };
    Promise.all(process.argv.slice(3).map(asked)).then((all) => console.log(JSON.stringify(all)));
`;

interface Compared {
    readonly loaded: readonly (readonly [name: string, value: unknown])[];
    readonly imported: Compared['loaded'];
}

describe('a module of the user', () => {
    it('exports what import() finds in it, whichever way it is loaded, and in its order', () => {
        using folder = new TemporaryFolder();
        const files = Object.entries(MODULES).map(([name, text]) => folder.write(name, text));
        const script = folder.write('compare.js', COMPARE);
        const args = [script, join(__dirname, 'load-module.js'), ...files];
        const compared = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Compared[];
        expect(compared).toHaveLength(files.length);
        for (const { loaded, imported } of compared) {
            const withoutDefault = (names: Compared['loaded']): Compared['loaded'] =>
                names.filter(([name]) => name !== 'default' && name !== '__esModule' && name !== 'module.exports');
            expect(withoutDefault(loaded)).toEqual(withoutDefault(imported));
            expect(loaded.find(([name]) => name === 'default')).toEqual(imported.find(([name]) => name === 'default'));
        }
        expect(compared[0]?.loaded.map(([name]) => name)).toEqual(['Ape', 'Zebra', 'default']);
    });
});
