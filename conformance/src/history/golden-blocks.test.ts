import { type Chaincode, createLogger, success } from '@heddle/core';
import { classicChaincode } from '@heddle/core/fabric-shim';
import {
    type HistoryCode,
    type HistoryReplayOptions,
    type HistoryStep,
    readBlockFiles,
    replayHistory,
} from '@heddle/replay';
import { describe, expect, it } from '@jest/globals';
import { FABRIC_LINES } from '../fabric/fabric-binaries';
import { difficultTwo } from './difficult-chaincode';
import { ASSETS, DIFFICULT } from './history-calls';
import { historyCode } from './history-network';
import { readSnapshotRows } from './peer-snapshot';
import { inOrder, rebuildState } from './rebuilt-state';
import { goldenBlocks, goldenSnapshot } from './record-history';

type Replayed = Extract<HistoryStep, { readonly replayed: unknown }>;

/** The transactions that were run, of blocks that real peers have kept. */
async function replay(line: string, options: Partial<HistoryReplayOptions> = {}): Promise<Replayed[]> {
    const steps = replayHistory({
        blocks: readBlockFiles(goldenBlocks(line)),
        code: historyCode(),
        logger: createLogger('error', () => undefined),
        ...options,
    });
    const replayed: Replayed[] = [];
    for await (const step of steps) if ('replayed' in step) replayed.push(step);
    return replayed;
}

/** How many came out how, and why. */
function counts(steps: readonly Replayed[]): Record<string, number> {
    const found: Record<string, number> = {};
    for (const { replayed } of steps) {
        const { verdict, functionName } = replayed;
        const name =
            verdict.kind === 'reproduced'
                ? 'reproduced'
                : `${verdict.kind}: ${'why' in verdict ? verdict.why : functionName}`;
        found[name] = (found[name] ?? 0) + 1;
    }
    return found;
}

/** Writes a key or none, asks for transient data, and writes another one. */
function writesAround(before: string | undefined, after: string): Chaincode {
    return {
        Init: (stub) => difficultTwo.Init(stub),
        async Invoke(stub) {
            if (before !== undefined) await stub.putState(before, 'v');
            await stub.putState(after, String(stub.getTransient().size));
            return success();
        },
    };
}

describe.each(FABRIC_LINES)('blocks of a peer of Fabric %s', (line) => {
    it('time machine promises 9, 10 and 13: come out byte for byte, reads of definitions included, but for chance and what no block has', async () => {
        const steps = await replay(line);
        const { reproduced = 0, ...others } = counts(steps);
        expect(others).toEqual({
            'differs: random': 5,
            'unknowable: transient data': 4,
            "unknowable: the proposal's signature": 3,
            'unknowable: a private value of org1Only that is not given': 4,
            'unknowable: difficult-called on other was called': 2,
            'unknowable: qscc was called': 2,
        });
        expect(reproduced).toBeGreaterThan(400);
        const validations = new Set(steps.map(({ call }) => call.transaction.validation));
        expect(validations).toEqual(new Set(['VALID', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']));
        // Some were endorsed many blocks before theirs, and of histories nothing says on which state.
        expect(steps.some(({ call }) => call.runs > 2 && call.verdict.kind === 'reproduced')).toBe(true);
    });

    it("time machine promise 12: give the state of the peer's own snapshot: each key, version, metadata and hash", async () => {
        const blocks = goldenBlocks(line);
        const rows = readSnapshotRows(goldenSnapshot(blocks));
        expect(rows.length).toBeGreaterThan(200);
        expect(rows.some(({ metadata }) => metadata !== '')).toBe(true);
        expect(new Set(rows.map(({ namespace }) => namespace)).size).toBeGreaterThan(5);
        expect(inOrder(await rebuildState(blocks))).toEqual(inOrder(rows));
    });
});

describe('blocks that are replayed with something else', () => {
    const LABELS = { chaincode: DIFFICULT, functions: ['label'] };

    it('time machine promise 10: differ by the code of another version where it writes otherwise, with the key', async () => {
        const code: HistoryCode[] = [{ name: DIFFICULT, version: undefined, chaincode: difficultTwo }];
        const steps = await replay('3.1', { ...LABELS, code });
        const different = steps.filter(({ replayed }) => replayed.verdict.kind === 'differs');
        expect(different).toEqual(steps.filter(({ call }) => call.transaction.call.chaincodeVersion === '1.0'));
        expect(different.length).toBeGreaterThan(5);
        expect(different[0]?.replayed.verdict).toMatchObject({
            differences: expect.arrayContaining([
                expect.objectContaining({ what: expect.stringMatching(/^write of row\d+$/) }),
            ]),
        });
    });

    it('differ in what was written before an unknown value was asked for, and are unknowable in what came after', async () => {
        const code = (...keys: readonly [before: string | undefined, after: string]): HistoryCode[] => [
            { name: DIFFICULT, version: undefined, chaincode: writesAround(...keys) },
        ];
        const only = { ...LABELS, from: 40n };
        const early = await replay('3.1', { ...only, code: code('another key', 'row000') });
        const late = await replay('3.1', { ...only, code: code(undefined, 'another key') });
        expect(early.length).toBeGreaterThan(5);
        for (const { replayed } of early)
            expect(replayed.verdict).toEqual({
                kind: 'differs',
                differences: [{ what: 'write of another key', first: 'nothing', second: 'v' }],
            });
        expect(counts(late)).toEqual({ 'unknowable: transient data': early.length });
    });

    it('differ where a value that reads `deleted` is written in the place of a deletion', async () => {
        const writing: Chaincode = {
            Init: () => Promise.resolve(success()),
            async Invoke(stub) {
                await stub.putState(
                    stub.createCompositeKey('asset', stub.getFunctionAndParameters().params),
                    'deleted',
                );
                return success();
            },
        };
        const code: HistoryCode[] = [{ name: ASSETS, version: undefined, chaincode: writing }];
        const [deletion] = await replay('3.1', { chaincode: ASSETS, functions: ['deleteAsset'], code });
        expect(deletion?.replayed.verdict).toMatchObject({
            differences: expect.arrayContaining([
                { what: expect.stringMatching(/^delete of asset\(a\d+\)$/), first: 'deleted', second: 'nothing' },
                { what: expect.stringMatching(/^write of asset\(a\d+\)$/), first: 'nothing', second: 'deleted' },
            ]),
        });
    });

    it('come out the same by chaincode of the form of fabric-shim, which is served as it asks for', async () => {
        const classic = classicChaincode({
            Init: () => success(),
            Invoke(stub) {
                const { params } = stub.getFunctionAndParameters();
                const [key = ''] = params;
                const version = Buffer.from('1.0');
                // As many do it: nobody waits for it, and an own method of fabric-shim's stub.
                if (Number.isInteger(stub.getTxTimestamp().nanos))
                    void stub.putState(key, Buffer.from(`${key}, labelled by ${version.toString()}`));
                return success(version);
            },
        });
        const code: HistoryCode[] = [{ name: DIFFICULT, version: undefined, chaincode: classic }];
        const steps = await replay('3.1', { ...LABELS, code });
        const first = steps.filter(({ call }) => call.transaction.call.chaincodeVersion === '1.0');
        expect(counts(first)).toEqual({ reproduced: first.length });
        expect(first.length).toBeGreaterThan(5);
    });

    it('run what is asked for alone', async () => {
        const steps = await replay('3.1', { functions: ['bid'], from: 20n, to: 30n });
        expect(steps.length).toBeGreaterThan(0);
        for (const { replayed, call } of steps) {
            expect(replayed).toMatchObject({ functionName: 'bid', verdict: { kind: 'reproduced' } });
            expect(Number(call.transaction.version.blockNumber)).toBeGreaterThanOrEqual(20);
            expect(Number(call.transaction.version.blockNumber)).toBeLessThanOrEqual(30);
        }
    });

    it('are right at the state of their time where private values are missing only if nobody asks for those', async () => {
        const blocks = (async function* () {
            for await (const { block } of readBlockFiles(goldenBlocks('3.1'))) yield { block };
        })();
        const { reproduced = 0, ...others } = counts(await replay('3.1', { blocks, chaincode: DIFFICULT, from: 40n }));
        expect(Object.keys(others).sort()).toEqual([
            'differs: random',
            'unknowable: a private value of org1Only that is not given',
            'unknowable: difficult-called on other was called',
            'unknowable: qscc was called',
            "unknowable: the proposal's signature",
            'unknowable: transient data',
        ]);
        expect(reproduced).toBeGreaterThan(100);
    });
});
