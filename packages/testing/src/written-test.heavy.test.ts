import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fuzz, FuzzError, type LedgerView } from './fuzz';
import { CorrectBank } from './testing/faults/bank';
import { SEEDED_FAULTS, type SeededFault } from './testing/faults/seeded-faults';
import { fuzzOutcome } from './testing/fuzz-outcome';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../../..');
const FAULTS = join(__dirname, 'testing', 'faults');

const FILES: Readonly<Record<string, string>> = {
    Allowances: 'allowances',
    Auction: 'auction',
    Bank: 'bank',
    Loans: 'loans',
    Names: 'names',
    Parcels: 'parcels',
    Poll: 'poll',
    SealedOffers: 'sealed-offers',
    Tickets: 'tickets',
    Vouchers: 'vouchers',
};

let folder: string;

beforeAll(async () => {
    // Inside of the package, so that it finds what tests import.
    folder = await mkdtemp(join(__dirname, 'testing', 'written-'));
    await writeFile(join(folder, 'jest.config.js'), "module.exports = { testMatch: ['**/out/fuzz/*.test.js'] };\n");
    await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
            compilerOptions: {
                target: 'es2022',
                lib: ['es2023', 'esnext.disposable'],
                module: 'node16',
                moduleResolution: 'node16',
                types: ['node'],
                strict: true,
                exactOptionalPropertyTypes: true,
                noUncheckedIndexedAccess: true,
                noUnusedLocals: true,
                noUnusedParameters: true,
                skipLibCheck: true,
                outDir: 'out',
                rootDir: '.',
            },
            include: ['*.ts', 'fuzz/*.ts'],
        }),
    );
});

afterAll(async () => {
    await rm(folder, { recursive: true });
});

/** Has fuzz write its test for each fault. */
async function writeTests(): Promise<void> {
    for (const fault of SEEDED_FAULTS) await writeTestOf(fault);
}

async function writeTestOf({ faulty, invariants }: SeededFault): Promise<void> {
    const { name } = faulty;
    const module = join(folder, `${FILES[name] ?? ''}.ts`);
    const options = { invariants, seed: 1, module, folder: join(folder, 'fuzz') };
    await expect(fuzz({ contracts: [faulty] }, options)).rejects.toBeInstanceOf(FuzzError);
}

/** The modules that the written tests import: with the fault, or without it. */
async function provide(which: 'faulty' | 'correct'): Promise<void> {
    for (const { faulty, correct } of SEEDED_FAULTS) {
        const file = FILES[faulty.name] ?? '';
        const text = `export { ${which === 'faulty' ? faulty.name : `${correct.name} as ${faulty.name}`} } from '${join(FAULTS, file)}';\n`;
        await writeFile(join(folder, `${file}.ts`), text);
    }
    await run(process.execPath, [join(ROOT, 'node_modules/.bin/tsc'), '-p', folder]);
}

interface JestReport {
    readonly numFailedTests: number;
    readonly numPassedTests: number;
}

async function outcome(): Promise<JestReport> {
    const report = join(folder, 'report.json');
    const args = [
        '--rootDir',
        folder,
        '--config',
        join(folder, 'jest.config.js'),
        '--json',
        '--outputFile',
        report,
        '-i',
    ];
    const env = { ...process.env, NODE_OPTIONS: '' };
    // It exits with 1 where tests fail; what counts is in the file.
    await run(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...args], { env }).catch(() => undefined);
    return JSON.parse(await readFile(report, 'utf8')) as JestReport;
}

/** What the seed comes to in another process, of this or of another version of Node.js. */
async function outcomeUnder(node: string, seed: number): Promise<string> {
    const script = `require(${JSON.stringify(join(__dirname, 'testing/fuzz-outcome.js'))}).fuzzOutcome(${seed}).then(console.log);`;
    const env = { PATH: process.env['PATH'] ?? '', TZ: 'Asia/Tokyo' };
    return (await run(node, ['-e', script], { env })).stdout.trim();
}

/** A binary of Node 24, where there is one. */
const NODE_24 = process.env['HEDDLE_NODE_24'];

describe('proof promise 11: a seed', () => {
    it.each([['this version of Node.js', process.execPath], ...(NODE_24 === undefined ? [] : [['Node 24', NODE_24]])])(
        'gives the same calls and verdict in another process, with another zone, of %s',
        async (_name, node) => {
            const here = await fuzzOutcome(11);
            expect(here).toContain('a voucher pays its worth once');
            expect(await outcomeUnder(node, 11)).toBe(here);
        },
        300_000,
    );

    it('gives the same ids of transactions', async () => {
        const idsOf = async (): Promise<string[]> => {
            const ids: string[] = [];
            const invariants = { noted: ({ by }: LedgerView): void => void ids.push(...by.map(({ txId }) => txId)) };
            await fuzz({ contracts: [CorrectBank] }, { invariants, seed: 4, runs: 2, folder: false });
            return ids;
        };
        const first = await idsOf();
        expect(first.length).toBeGreaterThan(10);
        expect(await idsOf()).toEqual(first);
    });
});

describe('proof promise 11: a written test', () => {
    it('compiles under strict, fails as it is, and passes on the twin', async () => {
        await mkdir(join(folder, 'fuzz'), { recursive: true });
        await writeTests();
        await provide('faulty');
        expect(await outcome()).toMatchObject({ numFailedTests: SEEDED_FAULTS.length, numPassedTests: 0 });
        await provide('correct');
        expect(await outcome()).toMatchObject({ numFailedTests: 0, numPassedTests: SEEDED_FAULTS.length });
    }, 300_000);
});
