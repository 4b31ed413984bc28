import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestNetwork } from '@heddle/testing';
import { fuzz, FuzzError, type Invariant } from '@heddle/testing/fuzz';
import { COST_VARIABLE, readSamples, warningsOf } from '@heddle/testing/work';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CorpusFile, type Layer, linesIn, load, PLACES, placesOf, readCorpus } from './harness/corpus-files';

const corpus = readCorpus();
const faulty = corpus.filter(({ isTwin }) => !isTwin);

function twinOf({ number }: CorpusFile): CorpusFile {
    const twin = corpus.find((one) => one.isTwin && one.number === number);
    if (twin === undefined) throw new Error(`${number} has no correct twin`);
    return twin;
}

function named(numbers: readonly string[]): (readonly [string, CorpusFile])[] {
    return faulty.filter(({ number }) => numbers.includes(number)).map((file) => [file.name, file] as const);
}

/** Files of which the fuzzer names the marked line: what the last block has written before a rule was broken. */
const fuzzed = ['39'];

describe('each file of the corpus', () => {
    /** The layers that report a file at its line: each by a test of its name, of which this is the list. */
    function seenAtItsLine({ number, layers }: CorpusFile): Layer[] {
        return layers.filter(
            (layer) => PLACES[number]?.[layer] === undefined && (layer !== 'F' || fuzzed.includes(number)),
        );
    }

    it.each(faulty.map((file) => [file.name, file] as const))(
        'proof promise 1: %s is seen by a layer that it names, at its line',
        (_name, file) => {
            // How deep a stack is, is told at the write that depends on it.
            expect(seenAtItsLine(file).length > 0).toBe(file.number !== '20');
        },
    );

    it('is counted by layers', () => {
        const layers = ['L', 'T', 'D', 'P', 'X', 'F', 'W', 'R'] as const;
        const count = (layer: Layer, files: readonly (readonly Layer[])[]): number =>
            files.filter((one) => one.includes(layer)).length;
        const namedLayers = faulty.map((file) => file.layers);
        const seen = faulty.map(seenAtItsLine); // of F, nine more are found below, by a rule of theirs
        expect(layers.map((layer) => `${layer} ${count(layer, seen)} of ${count(layer, namedLayers)}`)).toEqual([
            'L 64 of 64',
            'T 22 of 23',
            'D 5 of 9',
            'P 8 of 9',
            'X 13 of 15',
            'F 1 of 23',
            'W 7 of 7',
            'R 5 of 6',
        ]);
    });
});

describe('the report of work', () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-cost-'));
        process.env[COST_VARIABLE] = folder;
    });
    afterEach(() => {
        Reflect.deleteProperty(process.env, COST_VARIABLE);
        rmSync(folder, { recursive: true });
    });

    /** What it warns of after one call. */
    async function warnings(file: CorpusFile): Promise<string[]> {
        const argument = file.number === '62' ? ['200000'] : file.number === '54' ? [] : ['k'];
        const net = await TestNetwork.start({
            contracts: [load(file)],
            traps: 'off',
            determinism: 'off',
            peer: { queries: 'couchdb' },
        });
        try {
            await net.as('ann').raw.submit('m', ...argument);
        } finally {
            await net.close();
        }
        return warningsOf(await readSamples(folder));
    }

    it.each(named(['37', '38', '40', '42', '54', '56', '62']))(
        'proof promise 1: sees %s at its line',
        async (_name, file) => {
            const told = (await warnings(file)).join('\n');
            expect(linesIn(told, file)).toEqual(expect.arrayContaining([...placesOf(file, 'W')]));
        },
    );

    it.each(named(['37', '38', '40', '42', '54', '56', '62']))(
        'proof promise 1: has nothing to say of the correct twin of %s',
        async (_name, file) => {
            expect(await warnings(twinOf(file))).toEqual([]);
        },
    );
});

describe('the fuzzer', () => {
    const sum = (values: object): number =>
        Object.values(values).reduce((total: number, one) => total + Number(one), 0);

    /** The rule that an author of each file would state; those without one fail by what no contract answers on purpose. */
    const rules: Readonly<Record<string, Invariant | undefined>> = {
        '22': async ({ state }) => {
            expect([undefined, 10]).toContain(await state.get('best'));
        },
        '23': async ({ state }) => {
            expect([undefined, 10]).toContain(await state.get('best'));
        },
        '37': async ({ state }) => {
            for (const count of Object.values(await state.all())) expect(Number(count) % 2).toBe(0);
        },
        '39': async ({ state, before, by }) => {
            if (by.some(({ transaction }) => transaction === 'mint')) return;
            if (sum(await state.all()) !== sum(await before.all())) throw new Error('money was made');
        },
        '44': undefined,
        '46': undefined,
        '49': ({ changes }) => {
            for (const { before } of changes) expect(before).toBeUndefined();
        },
        '50': ({ by }) => {
            for (const { mspId } of by) expect(mspId).toBe('Org1MSP');
        },
        '67': async ({ state }) => {
            for (const chosen of Object.values(await state.all())) expect(chosen).toHaveLength(1);
        },
    };

    async function run(file: CorpusFile): Promise<unknown> {
        const rule = rules[file.number];
        const options = {
            ...(rule !== undefined && { invariants: { 'the rule of its author': rule } }),
            actors: { ann: {}, eve: { mspId: 'Org2MSP' } },
            allowNever: ['m'],
        };
        try {
            return await fuzz(
                { contracts: [load(file)] },
                { ...options, runs: file.isTwin ? 5 : 40, depth: 20, seed: 1, folder: false },
            );
        } catch (error) {
            return error;
        }
    }

    it.each(named(Object.keys(rules)))('proof promise 1: finds %s', async (_name, file) => {
        const found = await run(file);
        const code = rules[file.number] === undefined ? 'CALL_FAILED' : 'INVARIANT_BROKEN';
        expect(FuzzError.is(found) ? found.code : found).toBe(code);
        const lines = fuzzed.includes(file.number) ? placesOf(file, 'F') : [];
        expect(linesIn((found as Error).message, file)).toEqual(expect.arrayContaining([...lines]));
    });

    it.each(named(Object.keys(rules)))(
        'proof promise 1: finds nothing in the correct twin of %s',
        async (_name, file) => {
            expect(await run(twinOf(file))).toMatchObject({ seed: 1 });
        },
    );
});
