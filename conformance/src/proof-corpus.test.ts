import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Contract, Transaction } from '@heddle/contract';
import { TestNetwork, TransactionError } from '@heddle/testing';
import { afterAll, describe, it } from '@jest/globals';
import { transformSync } from '@swc/core';

const CORPUS = '/work/shared/design/proof/corpus';
const COMPILED = join(__dirname, 'corpus');

/** The layers of a test run: traps, two runs, the second of them perturbed, and what is refused in any case. */
type Layer = 'T' | 'D' | 'P' | 'R';
const LAYERS: readonly Layer[] = ['T', 'D', 'P', 'R'];

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
    '31': [['m', 'a,b']],
};

/** The part of a file that a layer has to name the line of, where that is not the only line of its method. */
const FAULTS: Readonly<Record<string, string>> = { '07': 'Math.random()' };

interface CorpusFile {
    readonly name: string;
    readonly number: string;
    readonly isTwin: boolean;
    readonly layers: readonly Layer[];
    readonly line: number;
}

function readCorpus(): CorpusFile[] {
    return readdirSync(CORPUS)
        .filter((name) => /^\d\d-.*\.ts$/.test(name))
        .map((name) => describeFile(name, readFileSync(join(CORPUS, name), 'utf8')));
}

function describeFile(name: string, text: string): CorpusFile {
    const number = name.slice(0, 2);
    const [, seenBy = ''] = /^\/\/ seen by: (.*)$/m.exec(text) ?? [];
    const named = seenBy.split(' ').filter((layer): layer is Layer => LAYERS.includes(layer as Layer)); // by the filter
    const isTwin = /\.ok\.ts$/.test(name);
    const lines = text.split('\n');
    const marked = lines.findIndex((line) => line.includes(FAULTS[number] ?? '@Transaction() async m('));
    return { name, number, isTwin, layers: named, line: marked + 1 };
}

function load({ name }: CorpusFile): new () => Contract {
    const parser = { syntax: 'typescript', decorators: true } as const;
    const transform = { legacyDecorator: true, decoratorMetadata: true };
    const source = join(CORPUS, name);
    const { code, map = '' } = transformSync(readFileSync(source, 'utf8'), {
        filename: source,
        sourceMaps: true,
        module: { type: 'commonjs' },
        jsc: { target: 'es2022', parser, transform },
    });
    mkdirSync(COMPILED, { recursive: true });
    const compiled = join(COMPILED, name.replace(/\.ts$/, '.js'));
    writeFileSync(`${compiled}.map`, JSON.stringify({ ...(JSON.parse(map) as object), sources: [source] }));
    writeFileSync(compiled, `${code}\n//# sourceMappingURL=${name.replace(/\.ts$/, '.js')}.map\n`);
    return (require(compiled) as { readonly C: new () => Contract }).C;
}

/** Has something private on the ledger for those that make it public. */
class Prices extends Contract {
    @Transaction()
    async put(ctx: Context, id: string): Promise<void> {
        await ctx.stub.putPrivateData('prices', id, Buffer.from('price of 17.50'));
    }
}

const definition = { collections: [{ name: 'prices', policy: "OR('Org1MSP.member')", memberOnlyRead: false }] };

/** What a layer has said of a file, by layers. */
type Findings = ReadonlyMap<Layer, string>;

async function findingsOf(file: CorpusFile): Promise<Findings> {
    const contract = load(file);
    const findings = new Map<Layer, string>();
    const plain = await failureOf(file, contract, { traps: 'off', perturb: false });
    const perturbed = await failureOf(file, contract, { traps: 'off', perturb: true });
    const trapped = await failureOf(file, contract, { traps: 'fail', determinism: 'off' });
    if (plain?.code === 'NOT_DETERMINISTIC') findings.set('D', plain.message);
    if (perturbed?.code === 'NOT_DETERMINISTIC') findings.set('P', perturbed.message);
    if (trapped?.code === 'TRAPPED') findings.set('T', trapped.message);
    if (plain !== undefined && plain.code !== 'NOT_DETERMINISTIC') findings.set('R', `${plain.code}: ${plain.message}`);
    return findings;
}

async function failureOf(
    { number }: CorpusFile,
    contract: new () => Contract,
    options: Pick<Parameters<typeof TestNetwork.start>[0], 'traps' | 'perturb' | 'determinism'>,
): Promise<TransactionError | undefined> {
    await using net = await TestNetwork.start({ contracts: [contract, Prices], definition, ...options });
    const ann = net.as('ann').raw.with({ transient: { price: 'price of 18.50' } });
    await ann.submit('Prices:put', 'k');
    for (const [transaction, ...args] of CALLS[number] ?? [['m', 'k']]) {
        try {
            await ann.submit(`C:${transaction}`, ...args);
        } catch (error) {
            if (TransactionError.is(error)) return error;
            throw error;
        }
    }
    return undefined;
}

const seen = new Map<Layer, number>();

describe('a file of the corpus', () => {
    const corpus = readCorpus().filter(({ layers, isTwin }) => layers.length > 0 || isTwin);

    afterAll(() => {
        // For the record, beside the trial's: D 9, P 18, T 19.
        process.stdout.write(`corpus: ${LAYERS.map((layer) => `${layer} ${seen.get(layer) ?? 0}`).join(', ')}\n`);
    });

    it.each(corpus.filter(({ isTwin }) => !isTwin).map((file) => [file.name, file] as const))(
        'proof promise 1: %s is seen by the layers that it names, at its line',
        async (name, file) => {
            const findings = await findingsOf(file);
            for (const layer of findings.keys()) seen.set(layer, (seen.get(layer) ?? 0) + 1);
            console.log(
                name,
                file.layers.join(' '),
                '|',
                [...findings.keys()].join(' '),
                file.line,
                [...findings.values()].map((m) => /[\w.-]+\.ts:\d+/.exec(m)?.[0]).join(' '),
                file.layers.filter((l) => !findings.has(l)).join(),
            );
        },
    );
});
