import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ContractChaincode, type ContractSource } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { InProcess } from './harness/in-process';
import { ROOT } from './repository/source-files';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const SNIPPET_FOLDER = join(__dirname, 'readme');

/** The rows of the table of figures, and the scenarios in the results of the last full run that they are. */
const FIGURES: Readonly<Record<string, string>> = {
    'no operation': 'noop c=100',
    'an argument of six fields, validated': 'dto c=100',
    'one read and one write': 'getput c=100',
    'a range of 1,000 keys': 'range c=100',
    'a copy of a value of 100 KB': 'copy100k c=16',
};

interface Results {
    readonly scenarios: readonly {
        readonly scenario: string;
        readonly servers: readonly { readonly server: string; readonly rounds: readonly { cpuMicros: number }[] }[];
    }[];
}

/** The content of the first block of a language that has this text. */
function blockWith(language: string, text: string): string {
    const blocks = Array.from(README.matchAll(/^```(\w+)\n(.*?)^```$/gms));
    return blocks.find(([, name, content]) => name === language && content?.includes(text))?.[2] ?? '';
}

/** What `npm create heddle` makes. */
const TEMPLATE = 'packages/create-heddle/templates/typescript';

const source = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** Compiles the contract of the first screen with the compiler options of a new project, and loads it. */
function loadSnippet(): Record<string, ContractSource> {
    mkdirSync(join(SNIPPET_FOLDER, 'src'), { recursive: true });
    writeFileSync(join(SNIPPET_FOLDER, 'tsconfig.json'), source(TEMPLATE, 'tsconfig.json'));
    writeFileSync(join(SNIPPET_FOLDER, 'src', 'index.ts'), blockWith('ts', 'extends Contract'));
    const require = createRequire(__filename);
    const compiler = join(require.resolve('@typescript/native/package.json'), '..', 'bin', 'tsc');
    execFileSync(process.execPath, [compiler, '-p', SNIPPET_FOLDER], { stdio: 'inherit' });
    return require(join(SNIPPET_FOLDER, 'dist', 'index.js')) as Record<string, ContractSource>;
}

describe('README.md', () => {
    it('shows a contract that compiles as it stands, and what it answers', async () => {
        const { AssetTransfer } = loadSnippet();
        const chaincode = new ContractChaincode({ contracts: AssetTransfer === undefined ? [] : [AssetTransfer] });
        await using bench = await InProcess.start({ chaincode });
        const calls = Array.from(blockWith('calls', '> ').matchAll(/^> (\w+) (.*)\n(.*)$/gm));
        expect(calls.length).toBeGreaterThan(2);
        for (const [, name = '', argument = '', answer = ''] of calls) {
            const args = [argument.replace(/^'(.*)'$/, '$1')];
            const { status, message, payload } = await bench.peer.submit({ chaincode: 'cc', function: name, args });
            expect(`${status} ${status < 400 ? payload.toString() : message}`.trim()).toBe(answer);
        }
    });

    it('shows the figures of the last full run', () => {
        const { scenarios } = JSON.parse(source('bench/results/latest.json')) as Results;
        const micros = (scenario: string, name: string): string => {
            const servers = scenarios.find((row) => row.scenario === scenario)?.servers;
            const rounds =
                servers?.find(({ server }) => server === name)?.rounds.map(({ cpuMicros }) => cpuMicros) ?? [];
            return Math.round(median(rounds)).toLocaleString('en-US');
        };
        for (const [label, scenario] of Object.entries(FIGURES)) {
            const row = README.split('\n').find((line) => line.startsWith(`| ${label} `)) ?? `no row ${label}`;
            const [, , ...shown] = row.split('|').map((cell) => cell.trim());
            expect([label, ...shown.slice(0, 3)]).toEqual([
                label,
                ...['heddle-typed', 'go-shim', 'fabric-contract-api'].map((server) => micros(scenario, server)),
            ]);
        }
    });

    it('names scripts that there are', () => {
        const [first, second] = README.split('## Begin\n');
        const [begin = '', rest = ''] = second?.split(/^(?=## )/m) ?? [];
        expect(scriptsNamedIn(begin)).toEqual(['dev']);
        expect(scriptsOf(TEMPLATE)).toContain('dev');
        const named = scriptsNamedIn(`${String(first)}${rest}`);
        expect(named.filter((name) => !scriptsOf('.').includes(name))).toEqual([]);
        expect(named).toContain('demo');
    });

    it('shows what the demonstration prints: a row for each of its calls, all as expected', () => {
        const shown = blockWith('text', 'Every outcome was the expected one.');
        const calls = Array.from(source('scripts/demo-calls.js').matchAll(/verb: '(\w+)',\s+name: '(\w+)'/g));
        const rows = Array.from(shown.matchAll(/^✓ (submit|evaluate) (\w+)\(/gm));
        expect(rows.map(([, verb, name]) => [verb, name])).toEqual(calls.map(([, verb, name]) => [verb, name]));
        expect(rows.length).toBeGreaterThan(5);
    });
});

function scriptsNamedIn(text: string): string[] {
    return Array.from(text.matchAll(/npm run (\w+)/g), ([, name = '']) => name);
}

function scriptsOf(folder: string): string[] {
    const { scripts } = JSON.parse(source(folder, 'package.json')) as { scripts: Record<string, string> };
    return Object.keys(scripts);
}

/** The middle one of an odd number of values. */
function median(values: readonly number[]): number {
    return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
