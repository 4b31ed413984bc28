import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { clientOf, type SimulatedCall } from '../peer/simulation';
import { authorLines } from './author-lines';
import type { Broken } from './broken';
import { fileExporting } from './contract-source';
import type { FuzzPlan } from './fuzz-plan';
import type { Step } from './steps';
import { toSource } from './values/value-text';

/** What the steps of a failure come to. */
export interface WrittenEnd {
    /** What is committed at the end, of the first chaincode. */
    readonly state: Readonly<Record<string, unknown>>;
    /** OK, or what each call or transaction came to instead, in their order. */
    readonly outcomes: readonly string[];
    /** What the author's setup has called. */
    readonly setup: readonly SimulatedCall[];
}

/** What a written test is about. */
export interface WrittenFailure {
    readonly steps: readonly Step[];
    readonly broken: Broken;
    readonly end: WrittenEnd;
    /** When the network's time began. */
    readonly time: Date;
}

/**
 * Writes a failure as a test that needs no fuzzer: it fails as long as the contract is what it is, and passes with one
 * that keeps the rule. Its path.
 */
export async function writeTest(folder: string, plan: FuzzPlan, failure: WrittenFailure): Promise<string> {
    await mkdir(folder, { recursive: true });
    const taken = new Set(await readdir(folder));
    let number = 1;
    while (taken.has(`${plan.name}.fuzz-${number}.test.ts`)) number += 1;
    const file = join(folder, `${plan.name}.fuzz-${number}.test.ts`);
    await writeFile(file, testSource(folder, plan, failure));
    return file;
}

/** What each written test begins with. */
const HELPERS = `
const outcomes: string[] = [];

/** A refusal is an answer: a contract that keeps the rule may refuse what broke it. */
async function answer<T>(call: Promise<T>): Promise<T | undefined> {
    try {
        const result = await call;
        outcomes.push('OK');
        return result;
    } catch (error) {
        const isAnswer = TransactionError.is(error) && error.status !== undefined && error.status < 500;
        if (!isAnswer && !isConflict(error)) throw error;
        outcomes.push(error.code);
        return undefined;
    }
}

function isConflict(error: unknown): error is TransactionError {
    return TransactionError.is(error) && error.code.endsWith('_CONFLICT');
}
`;

const COMMIT = `    const commit = async (...calls: (TestTransaction | undefined)[]): Promise<void> => {
        outcomes.push(...(await net.commit(...calls.filter((call) => call !== undefined))));
    };`;

/** The text of the test. */
export function testSource(folder: string, plan: FuzzPlan, failure: WrittenFailure): string {
    const { steps, broken, end, time } = failure;
    const calls = callLines(plan, failure);
    const isCommitting = calls.some((line) => line.includes('await commit('));
    const contracts = `contracts: [${classesOf(plan).join(', ')}]`;
    const options = `{ ${contracts}${networkOptions(plan, steps)}, time: new Date('${time.toISOString()}') }`;
    return [
        `import { expect, it } from '${runner()}';`,
        `import { TestNetwork, TransactionError${isCommitting ? ', type TestTransaction' : ''} } from '@heddle/testing';`,
        ...importsOf(folder, plan),
        HELPERS,
        `it(${toSource(titleOf(broken))}, async () => {`,
        `    await using net = await TestNetwork.start(${options});`,
        ...(isCommitting ? [COMMIT] : []),
        ...[...setupLines(plan, end.setup), ...calls, ...endOf(broken, end)].map((line) => `    ${line}`),
        '});',
        '',
    ].join('\n');
}

function callLines(plan: FuzzPlan, { steps, broken }: WrittenFailure): string[] {
    const accepted = broken.kind === 'accepted' ? broken.call : undefined;
    return authorLines(steps, plan, (text, step) =>
        step.id === accepted?.id
            ? `expect(${text}).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })`
            : `answer(${text})`,
    );
}

/** What the author's setup has called. */
function setupLines(plan: FuzzPlan, setup: readonly SimulatedCall[]): string[] {
    const submitted = setup.filter(({ purpose }) => purpose === 'endorse');
    const steps = submitted.flatMap(({ identity, chaincode, contract, name, args }, id): Step[] => {
        const by = clientOf(identity)?.name ?? '';
        const call = {
            id,
            by,
            chaincode,
            contract: contract ?? '',
            transaction: name,
            args,
            purpose: 'submit' as const,
        };
        return [
            { do: 'call', ...call },
            { do: 'commit', calls: [id] },
        ];
    });
    const clients = submitted.flatMap(({ identity }) => clientOf(identity) ?? []);
    const actors = Object.fromEntries(clients.map(({ name, ...options }) => [name, options]));
    return authorLines(steps, { ...plan, actors });
}

function titleOf({ kind, rule, call }: Broken): string {
    return kind === 'invariant' ? rule : `${call?.transaction ?? 'the ledger'}: not ${rule}`;
}

function endOf({ kind, rule, error }: Broken, { state, outcomes }: WrittenEnd): string[] {
    if (kind !== 'invariant') return [];
    // The rule of a contract is its own method, which a test can ask.
    if (/^\w+\.\w+$/.test(rule)) return ['await net.checkInvariants();'];
    const said = error instanceof Error ? error.message : String(error);
    const lines = said
        .replaceAll('\u001b', '')
        .split('\n')
        .filter((line) => line.trim() !== '');
    return [
        `// ${rule}: in this state it is broken. Say here what has to be there instead.`,
        ...lines.map((line) => `// ${line.replace(/\[\d+m/g, '')}`),
        `expect({ outcomes, state: ${isOfIds(state) ? 'Object.values(await net.state.all())' : 'await net.state.all()'} }).not.toEqual({`,
        `    outcomes: ${toSource(outcomes)},`,
        `    state: ${withoutIds(toSource(isOfIds(state) ? Object.values(state) : state))},`,
        '});',
    ];
}

/** Ids of transactions are others in each run of the test. */
const TX_ID = /[0-9a-f]{64}/;

/** Whether there are keys with such ids. */
function isOfIds(state: Readonly<Record<string, unknown>>): boolean {
    return Object.keys(state).some((key) => TX_ID.test(key));
}

function withoutIds(source: string): string {
    return source.replace(/'[^']*[0-9a-f]{64}[^']*'/g, 'expect.any(String)');
}

function runner(): string {
    return process.env['VITEST'] === undefined ? '@jest/globals' : 'vitest';
}

/** The contracts' classes by name. */
function classesOf({ callables }: FuzzPlan): string[] {
    return [...new Set(callables.map(({ source }) => source.constructor.name))];
}

function networkOptions({ network, outsiders, actors }: FuzzPlan, steps: readonly Step[]): string {
    const clients = new Set(steps.flatMap((step) => (step.do === 'call' ? [actors[step.by]?.mspId] : [])));
    const known = network.organizations ?? ['Org1MSP'];
    const needed = [...known, ...outsiders.filter((mspId) => clients.has(mspId))];
    const isDefault = needed.length === 1 && needed[0] === 'Org1MSP';
    const policy =
        needed.length > known.length
            ? `, definition: { endorsementPolicy: "OR('${known[0] ?? 'Org1MSP'}.peer')" }`
            : '';
    return isDefault ? '' : `, organizations: ${toSource(needed)}${policy}`;
}

/** From where the contracts were loaded; the source of it, where that is beside what a compiler made. */
function importsOf(folder: string, { callables, options }: FuzzPlan): string[] {
    const classes = new Map(callables.map(({ source }) => [source.constructor.name, source.constructor]));
    return Array.from(classes, ([name, target]) => {
        const file = options.module ?? fileExporting(target)?.file;
        if (file === undefined) return `import { ${name} } from '../src/${kebab(name)}';`;
        const path = relative(folder, sourceOf(file))
            .replaceAll('\\', '/')
            .replace(/\.[cm]?[jt]sx?$/, '');
        return `import { ${name} } from '${path.startsWith('.') ? path : `./${path}`}';`;
    });
}

function sourceOf(file: string): string {
    const parts = dirname(file).split(/[\\/]/);
    const at = parts.lastIndexOf('dist');
    if (at < 0) return file;
    const source = file
        .replace(parts.slice(0, at + 1).join('/'), [...parts.slice(0, at), 'src'].join('/'))
        .replace(/\.js$/, '.ts');
    return existsSync(source) ? source : file;
}

function kebab(name: string): string {
    return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
