import { execFileSync } from 'node:child_process';
import { type Context, Contract, Transaction } from '@heddle/contract';
import { type NetworkBehaviour, TestNetwork, TransactionError } from '@heddle/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compile, type CorpusFile, linesIn, load, placesOf, readCorpus } from './harness/corpus-files';

/** The layers of a test run: traps, two runs, the second of them perturbed, and what is refused in any case. */
const LAYERS = ['T', 'D', 'P', 'R'] as const;
type Layer = (typeof LAYERS)[number];

type Call = readonly [transaction: string, ...args: string[]];

/** What has to be called of a file to come to its fault; by default its transaction `m`, with one key. */
const CALLS: Readonly<Record<string, readonly Call[]>> = {
    '04': [['m', '10']],
    '08': [['m', '10']],
    '12': [['m', '2026-01-02T03:04:05']],
    '13': [['m', '1234.5']],
    '14': [['m', 'zebra,åre,apa']],
    '15': [['m', '1234.5']],
    '24': [['m', 'a,b']],
    '25': [['m', 'a', 'b']],
    '27': [
        ['m', 'k'],
        ['m', 'k'],
    ],
    '21': [
        ['m', 'k'],
        ['m', 'k'],
    ],
    '31': [['m', 'a,b']],
    '59-private-in-argument.ts': [['m', 'k', 'price of 19.50']],
};

/** For what rejects and is awaited by nobody: a test runner takes that for its own failure. */
function failureInProcess(file: CorpusFile, options: NetworkBehaviour): Failure | undefined {
    const script = `require('@heddle/testing')
        .TestNetwork.start({ contracts: [require(process.argv[1]).C], ...JSON.parse(process.argv[2]) })
        .then((net) => net.as('ann').raw.submit('m', 'k'))
        .catch(({ code, message }) => process.stdout.write(JSON.stringify({ code, message })));`;
    const args = ['--unhandled-rejections=none', '-e', script, compile(file), JSON.stringify(options)];
    const told = execFileSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' });
    return told === '' ? undefined : (JSON.parse(told) as Failure);
}

/** Has something private on the ledger for those that make it public. */
class Prices extends Contract {
    @Transaction()
    async put(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putPrivateData('prices', id, Buffer.from('price of 17.50'));
    }
}

const definition = { collections: [{ name: 'prices', policy: "OR('Org1MSP.member')", memberOnlyRead: false }] };

type Failure = Pick<TransactionError, 'code' | 'message'>;

const OPTIONS: Readonly<Record<Layer, NetworkBehaviour>> = {
    T: { traps: 'fail', determinism: 'off' },
    D: { traps: 'report', perturb: false },
    P: { traps: 'report', perturb: true },
    R: { traps: 'report', determinism: 'off' },
};

/** What the layers have said of a file. */
async function findingsOf(file: CorpusFile): Promise<Map<Layer, Failure>> {
    const findings = new Map<Layer, Failure>();
    for (const layer of LAYERS) {
        const failure = await failureOf(file, OPTIONS[layer]);
        if (failure !== undefined && isOf(layer, failure)) findings.set(layer, failure);
    }
    return findings;
}

function isOf(layer: Layer, { code }: Failure): boolean {
    if (layer === 'T') return code === 'TRAPPED';
    return (code === 'NOT_DETERMINISTIC') === (layer !== 'R');
}

async function failureOf(file: CorpusFile, options: NetworkBehaviour): Promise<Failure | undefined> {
    if (file.number === '32' && !file.isTwin) return failureInProcess(file, options);
    await using net = await TestNetwork.start({ contracts: [load(file), Prices], definition, ...options });
    const ann = net.as('ann').raw.with({ transient: { price: 'price of 18.50' } });
    await ann.submit('Prices:put', 'k');
    const calls = CALLS[file.name] ?? CALLS[file.number] ?? [['m', 'k']];
    try {
        for (const [transaction, ...args] of calls) await ann.submit(`C:${transaction}`, ...args);
    } catch (error) {
        if (TransactionError.is(error)) return error;
        throw error;
    }
    return undefined;
}

/** Those of a run that a file names. */
function layersOf({ layers }: CorpusFile): readonly Layer[] {
    return LAYERS.filter((layer) => layers.includes(layer));
}

const seen: Record<Layer, number> = { T: 0, D: 0, P: 0, R: 0 };

describe('a file of the corpus', () => {
    const corpus = readCorpus();
    const faulty = corpus.filter((file) => layersOf(file).length > 0);
    const twins = corpus.filter(({ isTwin, number }) => isTwin && faulty.some((one) => one.number === number));

    beforeAll(() => {
        process.env['FEE'] = '2';
    });
    afterAll(() => {
        Reflect.deleteProperty(process.env, 'FEE');
    });

    it.each(faulty.map((file) => [file.name, file] as const))(
        'proof promise 1: %s is seen by each layer that it names, at its line',
        async (_name, file) => {
            const findings = await findingsOf(file);
            for (const layer of findings.keys()) seen[layer] += 1;
            for (const layer of layersOf(file)) {
                const lines = linesIn(findings.get(layer)?.message ?? '', file);
                expect([layer, lines]).toEqual([layer, expect.arrayContaining([...placesOf(file, layer)])]);
            }
        },
    );

    it.each(twins.map((file) => [file.name, file] as const))(
        'proof promise 1: %s is seen by none',
        async (_name, file) => {
            expect([...(await findingsOf(file))].map(([layer, { message }]) => `${layer}: ${message}`)).toEqual([]);
        },
    );

    it('proof promise 1: each layer sees as many of them as in its trial, or more', () => {
        const { T, D, P, R } = seen;
        expect([T >= 19, D >= 9, P >= 18, R >= 4]).toEqual([true, true, true, true]);
    });
});
