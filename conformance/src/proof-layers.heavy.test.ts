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

describe('each file of the corpus', () => {
    /** Files that the fuzzer is tried on below. What other invariants an author would state is not in their headers. */
    const fuzzed = ['39'];

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
            if (file.number === '20') expect(seenAtItsLine(file)).toEqual([]);
            else expect(seenAtItsLine(file)).not.toEqual([]);
        },
    );

    it('is counted by layers', () => {
        const layers = ['L', 'T', 'D', 'P', 'X', 'F', 'W', 'R'] as const;
        const count = (layer: Layer, files: readonly (readonly Layer[])[]): number =>
            files.filter((one) => one.includes(layer)).length;
        const namedLayers = faulty.map((file) => file.layers);
        const seen = faulty.map(seenAtItsLine);
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
    const sumIsKept: Invariant = async ({ state, before, by }) => {
        if (by.some(({ transaction }) => transaction === 'mint')) return;
        const sum = (values: object): number =>
            Object.values(values).reduce((total: number, one) => total + Number(one), 0);
        expect(sum(await state.all())).toBe(sum(await before.all()));
    };

    async function run(file: CorpusFile): Promise<unknown> {
        const invariants = { 'a transfer keeps the sum': sumIsKept };
        try {
            return await fuzz({ contracts: [load(file)] }, { invariants, runs: 40, seed: 1, folder: false });
        } catch (error) {
            return error;
        }
    }

    it.each(named(['39']))('proof promise 1: finds %s, and names its line', async (_name, file) => {
        const found = await run(file);
        expect(FuzzError.is(found) && found.code).toBe('INVARIANT_BROKEN');
        expect(linesIn((found as Error).message, file)).toEqual(expect.arrayContaining([...placesOf(file, 'F')]));
    });

    it.each(named(['39']))('proof promise 1: finds nothing in the correct twin of %s', async (_name, file) => {
        expect(await run(twinOf(file))).toMatchObject({ seed: 1 });
    });
});
