import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import type { Contract } from '@heddle/contract';
import { TestNetwork } from '@heddle/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compile, type CorpusFile, linesIn, placesOf, readCorpus } from './harness/corpus-files';

/** What a transaction is called with to come to its fault; by default one key. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
    '08': ['10'],
    '12': ['2026-01-02T03:04:05'],
    '13': ['1234.5'],
    '14': ['zebra,åre,apa'],
    '15': ['1234.5'],
    '16': ['1000'],
    '18': ['{"a'],
    '20': ['7000'],
    '23': [],
};

/** The variants that show each fault, whatever the machine: what of it is another one there. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
    '08': ['FEE=2'],
    '09': ['--machine another-machine'],
    '10': ['--held 128'],
    '11': ['TZ=Asia/Kathmandu'],
    '12': ['TZ=Asia/Kathmandu'],
    '13': ['LC_ALL=tr_TR.UTF-8', 'LC_ALL=sv_SE.UTF-8'],
    '14': ['LC_ALL=sv_SE.UTF-8'],
    '15': ['LC_ALL=tr_TR.UTF-8', 'LC_ALL=sv_SE.UTF-8'],
    '16': ['--engine'],
    '18': ['--engine'],
    '19': ['--moved'],
    '20': ['--stack 250'],
    '21': ['--gc'],
    '23': ['--engine'],
    '35': ['--cwd …/empty'],
};

const corpus = readCorpus();
const faulty = corpus.filter(({ layers }) => layers.includes('X'));
const twins = corpus.filter(({ isTwin, number }) => isTwin && faulty.some((one) => one.number === number));

/** Contracts of the corpus are all called C. */
function contractName({ number, isTwin }: CorpusFile): string {
    return isTwin ? `Correct${number}` : `Faulty${number}`;
}

/** Writes a package of all of them, with a file that is on this machine alone. */
function writePackage(folder: TemporaryFolder): string {
    const classes = [...faulty, ...twins].map((file) => {
        const compiled = basename(compile(file, join(folder.path, 'dist')));
        const base = `require('./dist/${compiled}').C`;
        return `class extends ${base} { constructor() { super('${contractName(file)}'); } }`;
    });
    folder.writePackage({
        'index.js': `exports.contracts = [\n${classes.join(',\n')}\n];\n`,
        'limits.json': '{ "most": 10 }',
    });
    return join(folder.path, 'index.js');
}

/** Calls each of them twice, as two transactions of a process. */
async function recordCalls(main: string, record: string): Promise<void> {
    const { contracts } = createRequire(main)(main) as { readonly contracts: readonly (new () => Contract)[] };
    await using net = await TestNetwork.start({ contracts, record, traps: 'off', perturb: false, determinism: 'off' });
    for (const file of [...faulty, ...twins])
        for (let call = 0; call < 2; call += 1)
            await net
                .as('ann')
                .raw.submit(`${contractName(file)}:m`, ...(ARGUMENTS[file.number] ?? ['k']))
                .catch(() => undefined); // it is recorded all the same
}

describe('the matrix over the corpus', () => {
    let folder: TemporaryFolder;
    let told: string;
    let exitCode: unknown;

    beforeAll(async () => {
        folder = new TemporaryFolder();
        await recordCalls(writePackage(folder), join(folder.path, 'calls.jsonl'));
        const variables = { PATH: process.env['PATH'] ?? '', TZ: 'UTC', LC_ALL: 'en_US.UTF-8' };
        const args = ['matrix', '--calls', 'calls.jsonl', '--all', '--env', 'FEE=2'];
        await using heddle = new HeddleProcess(args, { cwd: folder.path, variables });
        exitCode = await heddle.exited;
        told = heddle.stdout;
    });
    afterAll(() => {
        folder[Symbol.dispose]();
    });

    /** The variants under which a contract is not the same. */
    function variantsOf(contract: string): string[] {
        return Array.from(told.matchAll(/^chaincode\.(\w+):m is not the same with (.*)$/gm)).flatMap(
            ([, name, variant = '']) => (name === contract ? [variant.replace(/--cwd .*\//, '--cwd …/')] : []),
        );
    }

    it('runs every recorded call', () => {
        const calls = readFileSync(join(folder.path, 'calls.jsonl'), 'utf8').trim().split('\n').length;
        expect(calls).toBe(2 * (faulty.length + twins.length));
        expect([exitCode, told]).toEqual([1, expect.stringMatching(new RegExp(`^${calls} calls with node`, 'm'))]);
    });

    it.each(faulty.map((file) => [file.name, file] as const))(
        'proof promise 1: shows %s, at its line',
        (_name, file) => {
            expect(variantsOf(contractName(file))).toEqual(
                expect.arrayContaining([...(VARIANTS[file.number] ?? ['?'])]),
            );
            const reports = told
                .split(/^(?=chaincode\.)/m)
                .filter((one) => one.startsWith(`chaincode.${contractName(file)}:`));
            for (const report of reports)
                expect(linesIn(report, file)).toEqual(expect.arrayContaining([...placesOf(file, 'X')]));
        },
    );

    it.each(twins.map((file) => [file.name, file] as const))('proof promise 1: does not report %s', (_name, file) => {
        expect(variantsOf(contractName(file))).toEqual([]);
    });
});
