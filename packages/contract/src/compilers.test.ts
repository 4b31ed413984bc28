import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { transformSync as swc } from '@swc/core';
import { transformSync as esbuild } from 'esbuild';
import { compileContracts, type ContractSource } from './compile/compile-contracts';
import { ContractDefinitionError } from './index';

const PACKAGE = join(__dirname, '..');
const SOURCE = join(PACKAGE, 'fixtures', 'compilers', 'typed.ts');
const OUTPUT = join(PACKAGE, 'dist', 'compilers');

/** Compiles the fixture with each compiler; returns the path of the module. */
const COMPILERS: Readonly<Record<string, () => string>> = {
    'tsc 7': () => compiledBy('tsc7', '@typescript/native', 'bin/tsc'),
    'tsc 6': () => compiledBy('tsc6', 'typescript', 'bin/tsc6'),
    swc: () => {
        const transform = { legacyDecorator: true, decoratorMetadata: true };
        const parser = { syntax: 'typescript', decorators: true } as const;
        const options = { module: { type: 'commonjs' }, jsc: { target: 'es2022', parser, transform } } as const;
        return written('swc', swc(readFileSync(SOURCE, 'utf8'), { filename: SOURCE, ...options }).code);
    },
    // As tsx runs it.
    esbuild: () => {
        const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
        const options = { loader: 'ts', format: 'cjs', target: 'es2022', tsconfigRaw } as const;
        return written('esbuild', esbuild(readFileSync(SOURCE, 'utf8'), options).code);
    },
};

function compiledBy(folder: string, compiler: string, bin: string): string {
    const path = join(createRequire(__filename).resolve(`${compiler}/package.json`), '..', bin);
    const project = join(SOURCE, '..', 'tsconfig.json');
    execFileSync(process.execPath, [path, '-p', project, '--outDir', join(OUTPUT, folder)]);
    return join(OUTPUT, folder, 'typed.js');
}

function written(folder: string, code: string): string {
    const path = join(OUTPUT, folder, 'typed.js');
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, code);
    return path;
}

type Fixture = Readonly<Record<'Explicit' | 'Inferred' | 'Vague', ContractSource>>;

/** What a contract was understood as: its metadata without the system contract, or the mistakes. */
function understood(contract: ContractSource): unknown {
    try {
        const { metadata } = compileContracts({ contracts: [contract] });
        return { contracts: Object.values(metadata.contracts)[0], components: metadata.components };
    } catch (error) {
        if (!(error instanceof ContractDefinitionError)) throw error;
        return error.mistakes.map(({ code, where, found }) => `${code} ${where}: ${found.split(':')[0] ?? ''}`);
    }
}

const modules = new Map(
    Object.entries(COMPILERS).map(([name, compile]) => [name, createRequire(__filename)(compile()) as Fixture]),
);

function understandings(contract: keyof Fixture): Record<string, unknown> {
    return Object.fromEntries(Array.from(modules, ([name, module]) => [name, understood(module[contract])]));
}

describe('one contract, compiled by several compilers', () => {
    it('with explicit types and validators it is the same to all of them', () => {
        const { 'tsc 7': plan, ...others } = understandings('Explicit');
        expect(plan).toMatchObject({ contracts: { name: 'Explicit' } });
        expect(others).toEqual({ 'tsc 6': plan, swc: plan, esbuild: plan });
    });

    it('with annotations alone it is the same, or an error that says what is missing', () => {
        const { 'tsc 7': plan, ...others } = understandings('Inferred');
        expect(plan).toMatchObject({ contracts: { name: 'Inferred' } });
        const none = (where: string): string => `PARAMETER_TYPE_UNKNOWN Inferred.${where}: no type information`;
        expect(others).toEqual({
            'tsc 6': plan,
            swc: ['PARAMETER_TYPE_UNKNOWN Inferred.rest(ids): an array of unknown elements'],
            esbuild: [
                'create(order)',
                'create(id)',
                'create(size)',
                'create(open)',
                'big(amount)',
                'big(due)',
                'big(proof)',
                'rest(ids)',
            ].map(none),
        });
    });

    it('where compilers do not know it is an error', () => {
        const unknown = (where: string, found: string): string => `PARAMETER_TYPE_UNKNOWN Vague.${where}: ${found}`;
        const never = [
            unknown('list(ids)', 'an array of unknown elements'),
            unknown('either(id)', 'only the type Object'),
        ];
        const names = ['alias(id)', 'literal(state)', 'color(color)', 'list(ids)', 'either(id)'];
        expect(understandings('Vague')).toEqual({
            'tsc 7': never,
            'tsc 6': never,
            swc: [unknown('alias(id)', 'only the type Object'), ...never],
            esbuild: names.map((name) => unknown(name, 'no type information')),
        });
    });
});
