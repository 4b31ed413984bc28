import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync as babel } from '@babel/core';
import { describe, expect, it } from '@jest/globals';
import { transformSync as swc } from '@swc/core';
import { transformSync as esbuild } from 'esbuild';
import {
    Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    type ContractSource,
    Evaluate,
    type Mistake,
    Param,
    Transaction,
} from './index';
import { isOfStandardDecorator, legacySetting } from './internal';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

const PACKAGE = join(__dirname, '..');
const FIXTURES = join(PACKAGE, 'fixtures', 'compilers');
const load = createRequire(__filename);

/** Compiles a fixture; returns the code. */
type Compile = (file: string) => string;

const PARSER = { syntax: 'typescript', decorators: true } as const;

function bySwc(transform: object): Compile {
    const options = { module: { type: 'commonjs' }, jsc: { target: 'es2022', parser: PARSER, transform } } as const;
    return (file) => swc(readFileSync(file, 'utf8'), { filename: file, ...options }).code;
}

function byEsbuild(compilerOptions: { experimentalDecorators?: boolean }): Compile {
    const options = { loader: 'ts', format: 'cjs', target: 'es2022', tsconfigRaw: { compilerOptions } } as const;
    return (file) => esbuild(readFileSync(file, 'utf8'), options).code;
}

function byBabel(version: string): Compile {
    const plugins = [
        // As Babel 8 has it: otherwise fields that are only declared would be initialized.
        [load.resolve('@babel/plugin-transform-typescript'), { allowDeclareFields: true }],
        [load.resolve('@babel/plugin-proposal-decorators'), { version }],
        load.resolve('@babel/plugin-transform-modules-commonjs'),
    ];
    const options = { plugins, configFile: false, babelrc: false } as const;
    return (file) => babel(readFileSync(file, 'utf8'), { filename: file, ...options })?.code ?? '';
}

/** Starting it takes long: it compiles all fixtures at once. */
function byTsc(compiler: string, bin: string): Compile {
    const outDir = join(PACKAGE, 'dist', 'compilers', `standard-${bin.slice('bin/'.length)}`);
    let run: unknown;
    return (file) => {
        run ??= runTsc(join(load.resolve(`${compiler}/package.json`), '..', bin), outDir);
        return readFileSync(join(outDir, nameOf(file)), 'utf8');
    };
}

function runTsc(tsc: string, outDir: string): object {
    const options = ['--module', 'node16', '--target', 'es2022', '--types', 'node', '--skipLibCheck', '--ignoreConfig'];
    const files = ['standard', 'standard-values', 'validated', 'transformed'].map((name) =>
        join(FIXTURES, `${name}.ts`),
    );
    // It says that the decorators are of another form, and compiles them all the same.
    return spawnSync(process.execPath, [tsc, ...options, '--noEmitOnError', 'false', '--outDir', outDir, ...files]);
}

/** Compilers as they are when nobody tells them of legacy decorators, and the setting that the error names. */
const STANDARD: readonly (readonly [string, Compile, RegExp])[] = [
    ['tsc 7', byTsc('@typescript/native', 'bin/tsc'), /In tsc, set "experimentalDecorators": true and/],
    ['tsc 6', byTsc('typescript', 'bin/tsc6'), /In tsc, set "experimentalDecorators": true and/],
    ['esbuild', byEsbuild({}), /In esbuild, tsx or Vite, set "experimentalDecorators": true in/],
    ['swc 2022-03', bySwc({ decoratorVersion: '2022-03' }), /In swc, set "legacyDecorator": true/],
    ['swc 2023-11', bySwc({ decoratorVersion: '2023-11' }), /In swc, set "legacyDecorator": true/],
    ['Babel 2023-11', byBabel('2023-11'), /In Babel, write .* { "version": "legacy" }\]/],
    ['Babel 2022-03', byBabel('2022-03'), /In Babel, write .* { "version": "legacy" }\]/],
];

const LEGACY: readonly (readonly [string, Compile])[] = [
    ['esbuild', byEsbuild({ experimentalDecorators: true })],
    ['swc', bySwc({ legacyDecorator: true, decoratorMetadata: true })],
    ['Babel', byBabel('legacy')],
];

function nameOf(file: string): string {
    return `${/[^\\/]+(?=\.ts$)/.exec(file)?.[0] ?? ''}.js`;
}

function compiled(fixture: string, compiler: string, compile: Compile): string {
    const file = join(FIXTURES, `${fixture}.ts`);
    const output = join(PACKAGE, 'dist', 'compilers', compiler.replace(' ', '-'), nameOf(file));
    mkdirSync(join(output, '..'), { recursive: true });
    writeFileSync(output, compile(file));
    return output;
}

function mistakesOf(contract: ContractSource): readonly Mistake[] {
    try {
        new ContractChaincode({ contracts: [contract], logger: recordingLogger().logger });
    } catch (error) {
        if (error instanceof ContractDefinitionError) return error.mistakes;
        throw error;
    }
    return [];
}

function errorOf(throwing: () => unknown): Error {
    try {
        throwing();
    } catch (error) {
        return error as Error;
    }
    return new Error('nothing was thrown');
}

describe.each(STANDARD)('a contract whose decorators %s calls by the standard', (compiler, compile, setting) => {
    it('does not start, for one mistake that names the setting', () => {
        const { Guarded } = load(compiled('standard', compiler, compile)) as Record<string, new () => never>;
        const mistakes = mistakesOf(Guarded as never);
        expect(mistakes).toEqual([
            expect.objectContaining({
                code: 'DECORATORS_STANDARD',
                where: 'Guarded',
                found: expect.stringMatching(/TC39.*@Transaction/),
                fix: expect.stringMatching(setting),
            }),
        ]);
        for (const name of ['@RequireMsp', '@Evaluate']) expect(mistakes[0]?.found).toContain(name);
    });

    it('does not start where only a class of its values is compiled so', () => {
        const path = compiled('standard-values', compiler, compile);
        const taken = (): readonly string[] => {
            const { Note } = load(path) as { Note: new () => object };
            class Notes extends Contract {
                @Transaction() @Param('note', Note) add(_ctx: Context, note: object): object {
                    return note;
                }
            }
            return mistakesOf(Notes).map(({ code, where, fix }) => `${code} ${where}: ${fix}`);
        };
        // There, decorators of fields have no way to say anything later.
        const told = compiler === 'Babel 2022-03' ? [errorOf(taken).message] : taken();
        expect(told).toEqual([expect.stringMatching(setting)]);
        expect(told[0]).toMatch(/^DECORATORS_STANDARD Note: |^@Property is called as a standard \(TC39\) decorator/);
    });

    it.each(['validated', 'transformed'])('tells by an error while it is loaded: %s', (fixture) => {
        const path = compiled(fixture, compiler, compile);
        const error = errorOf(() => load(path) as object);
        expect(isOfStandardDecorator(error)).toBe(true);
        expect(legacySetting(error.stack ?? '')).toMatch(setting);
    });
});

describe.each(LEGACY)('a contract that %s compiles with legacy decorators', (compiler, compile) => {
    it('keeps its guards and its read-only transactions', async () => {
        const { Guarded } = load(compiled('standard', `legacy-${compiler}`, compile)) as { Guarded: never };
        // What compilers without metadata do not know.
        const { prototype } = Guarded as { prototype: object };
        Param('n', Number)(prototype, 'secret', Object.getOwnPropertyDescriptor(prototype, 'secret') ?? {});
        const chaincode = new ContractChaincode({ contracts: [Guarded], logger: recordingLogger().logger });
        await using peer = new ScriptedPeer(chaincode);
        expect((await peer.invoke('secret', '1')).message).toMatch(/^ACCESS_DENIED/);
        expect((await peer.invoke('sneak')).message).toMatch(/^READ_ONLY_TRANSACTION/);
        expect((await peer.invoke('helper')).message).toMatch(/^UNKNOWN_TRANSACTION/);
    });
});

describe('a decorator without an effect', () => {
    it('of an older proposal is refused while the module is loaded', () => {
        const descriptor = { kind: 'method', key: 'run', placement: 'prototype', descriptor: {} };
        expect(() => {
            (Transaction() as (target: object) => void)(descriptor);
        }).toThrow(
            /^@Transaction is called as a standard \(TC39\) decorator, which has no effect: Set legacy decorators: /,
        );
    });

    it('on a static method is refused at start-up, and leaves no trace on other classes', () => {
        class Misplaced extends Contract {
            @Transaction() static run(): number {
                return 1;
            }
            @Evaluate() read(): number {
                return 1;
            }
        }
        expect(mistakesOf(Misplaced)).toEqual([
            expect.objectContaining({ code: 'TRANSACTION_INVALID', where: 'Misplaced.run' }),
        ]);
        expect(Object.getOwnPropertySymbols(Function)).not.toContain(Symbol.for('heddle.contract'));
    });
});

describe('an error of a module that is loaded', () => {
    it.each([
        ['of the module itself', new TypeError("Cannot read properties of undefined (reading 'constructor')")],
        [
            'of a library, for another reason',
            Object.assign(new TypeError('x'), { stack: '\n at /class-validator/x.js' }),
        ],
        ['of another kind', new RangeError('x')],
    ])('is not taken for one of standard decorators: %s', (_what, error) => {
        expect(isOfStandardDecorator(error)).toBe(false);
    });
});
