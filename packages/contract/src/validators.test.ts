import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import * as classValidator from 'class-validator';
import * as contract from './index';

/** Prints what of class-validator and of what it needs a process has loaded, by the paths in their packages. */
const REPORT = `
    const { createRequire } = require('node:module');
    const files = Object.keys(createRequire(process.cwd() + '/x').cache).map((file) => file.replaceAll('\\\\', '/'));
    const found = files.flatMap((file) => /node_modules.((?:class-validator|validator|libphonenumber-js)\\/.*)\\.js$/.exec(file)?.[1] ?? []);
    console.log(JSON.stringify(found.sort()));
`;

/** Runs a script in a process of its own. @returns what it prints, as JSON */
function run(script: string, type: 'commonjs' | 'module' = 'commonjs'): unknown {
    const args = [`--input-type=${type}`, '--eval', script];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' }));
}

describe('the validators of @heddle/contract', () => {
    it('are all that class-validator exports, and the same', () => {
        expect(contract).toEqual(expect.objectContaining({ ...classValidator }));
        for (const [name, value] of Object.entries(classValidator)) expect(Reflect.get(contract, name)).toBe(value);
    });

    it('are loaded when they are named, each with what it needs and nothing else', () => {
        const loaded = run(`const { IsInt, Length } = require('@heddle/contract'); ${REPORT}`) as string[];
        expect(loaded.filter((file) => !/^class-validator.cjs.(metadata|utils|validation)/.test(file))).toEqual([
            'class-validator/cjs/container',
            'class-validator/cjs/decorator/common/ValidateBy',
            'class-validator/cjs/decorator/string/Length',
            'class-validator/cjs/decorator/typechecker/IsInt',
            'class-validator/cjs/register-decorator',
            'validator/lib/isLength',
            'validator/lib/util/assertString',
        ]);
        expect(run(`require('@heddle/contract'); ${REPORT}`)).toEqual([]);
    });

    it('have names that ES modules can import', () => {
        const script = `import { Contract, IS_INT, IsInt, validateSync } from '@heddle/contract';
            console.log(JSON.stringify([typeof Contract, IS_INT, typeof IsInt, typeof validateSync]));`;
        expect(run(script, 'module')).toEqual(['function', 'isInt', 'function', 'function']);
        const all = run(
            `import * as all from '@heddle/contract'; console.log(JSON.stringify(Object.keys(all)));`,
            'module',
        );
        expect(all).toEqual(expect.arrayContaining(Object.keys(classValidator)));
    });

    it('are called in errors as their constants are called, which tells them from those of authors', () => {
        const constants = Object.entries(classValidator).filter(([key]) => /^[A-Z0-9_]+$/.test(key));
        expect(constants.length).toBeGreaterThan(100);
        for (const [key, name] of constants) expect(String(name).toUpperCase()).toBe(key.replaceAll('_', ''));
    });
});
