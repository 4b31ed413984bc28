import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';
import { fetchHistory } from '../history/fetch-history';
import { DIFFICULT } from '../history/history-calls';
import { moduleOptions, writePackages } from '../history/history-modules';
import { HistoryNetwork } from '../history/history-network';
import { readSnapshotRows } from '../history/peer-snapshot';
import { inOrder, rebuildState } from '../history/rebuilt-state';
import { networkOptionsOfRun } from './conformance-run';

/** Rounds of calls; each gives a block, or some more. A thousand blocks come of 900. */
const ROUNDS = Number(process.env['HEDDLE_HISTORY_ROUNDS'] ?? '30');
/** So many rounds may take as long as they do. */
const START_MS = 120_000 + ROUNDS * 1_000;

const options = networkOptionsOfRun();
let history: HistoryNetwork | undefined;
let root: string;
let blocks: string;
let snapshot: string;

beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'heddle-history-'));
    blocks = join(root, 'blocks');
    history = await HistoryNetwork.start(options);
    await history.play(ROUNDS);
    snapshot = await history.network.snapshot();
}, START_MS);

afterAll(async () => {
    await history?.[Symbol.asyncDispose]();
    rmSync(root, { recursive: true });
});

function started(): HistoryNetwork {
    if (history === undefined) throw new Error('the network did not start');
    return history;
}

interface Counts {
    readonly counts: Readonly<Record<string, number>>;
    readonly transactions: number;
    readonly milliseconds: number;
}

/** The lines of a replay, each an object; the last one has the counts. */
async function replay(
    ...args: readonly string[]
): Promise<{ ended: Ended; lines: Record<string, unknown>[]; counts: Counts }> {
    const ended = await runProgram([HEDDLE, 'replay', '--blocks', blocks, '--json', ...args], { cwd: root });
    const lines = ended.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { ended, lines, counts: lines.at(-1) as unknown as Counts }; // the last line has them
}

describe(`a history of a peer of Fabric ${options.binaries.version}`, () => {
    it('time machine promise 9: is fetched in two parts, and goes on where it ended', async () => {
        const { network } = started();
        const first = await fetchHistory(network, blocks, '--private', '--to', '9');
        expect(first).toEqual({ code: 0, stdout: '', stderr: `10 blocks fetched into ${blocks}\n` });
        const second = await fetchHistory(network, blocks, '--private');
        expect(second.stderr).toMatch(/^\d+ blocks fetched into /);
        expect(await fetchHistory(network, blocks, '--private')).toMatchObject({
            code: 0,
            stderr: `0 blocks fetched into ${blocks}\n`,
        });
    });

    it('time machine promises 9 and 10: comes out as it was, but for chance and what no block has', async () => {
        const { ended, lines, counts } = await replay(...moduleOptions(root));
        expect(ended.code).toBe(1);
        const different = lines.filter(({ verdict }) => verdict === 'differs');
        expect(new Set(different.map((line) => line['function']))).toEqual(new Set(['random']));
        const unknown = lines.filter(({ verdict }) => verdict === 'unknowable').map(({ why }) => why);
        expect([...new Set(unknown)].sort()).toEqual([
            'a private value of org1Only that is not given',
            'difficult-called on other was called',
            'qscc was called',
            "the proposal's signature",
            'transient data',
        ]);
        expect(counts.counts['unreconstructable']).toBe(0);
        expect(counts.counts['reproduced']).toBeGreaterThan(ROUNDS * 6);
    });

    it('time machine promise 10: differs by version 2 where version 1 ran, and nowhere else', async () => {
        const { difficultTwo } = writePackages(root);
        const only = ['--chaincode', DIFFICULT, '--functions', 'label', '--max-differences', '100000'];
        const { lines } = await replay('--module', difficultTwo, ...only);
        const different = lines.filter(({ verdict }) => verdict === 'differs');
        expect(different.length).toBeGreaterThan(ROUNDS / 4);
        const { counts } = await replay(...moduleOptions(root), ...only);
        expect(counts.counts).toMatchObject({ differs: 0, unknowable: 0 });
    });

    it("time machine promise 12: gives the state of the peer's own snapshot: each key, version, metadata and hash", async () => {
        const rows = readSnapshotRows(snapshot);
        expect(rows.length).toBeGreaterThan(200);
        expect(inOrder(await rebuildState(blocks))).toEqual(inOrder(rows));
    });
});
