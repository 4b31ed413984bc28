import type { LogLine } from '@heddle/studio';
import { describe, expect, it } from '@jest/globals';
import { ListeningNetwork } from '../../testing/listening-network';
import { observedProposal } from '../../testing/observed-proposal';
import { PrintedLines } from './printed-lines';

const OWN = { level: 'error', time: '2026-11-29T10:00:00.000Z' };

function printed(...lines: readonly string[]): PrintedLines {
    const kept = new PrintedLines();
    for (const line of lines) kept.add('store', line);
    return kept;
}

type Asked = Parameters<PrintedLines['of']>[0];

function answered(txId: string): Asked {
    return { ...observedProposal(1), txId };
}

const TERMINATED = 'error in simulation: failed to execute transaction ab: error sending: chaincode stream terminated';

/** What a peer tells of a transaction during which the process ended. */
function endedAfter(milliseconds: number, begin = new Date()): Asked {
    const response = { status: 500, message: TERMINATED, payload: Buffer.alloc(0) };
    const result = { response, event: undefined, readWriteSet: [], endorsedBy: [], unchecked: undefined };
    return { ...answered('ab'), begin, milliseconds, height: undefined, result };
}

describe('the lines that chaincodes print', () => {
    it('are found by the transaction that they are of, with what was thrown', () => {
        const err = { type: 'Error', message: 'no', stack: 'Error: no\n    at put (/x.js:1:1)' };
        const entry = {
            ...OWN,
            channelId: 'mychannel',
            txId: 'ab',
            contract: 'Assets',
            msg: 'a transaction failed',
            err,
        };
        const lines = printed(JSON.stringify(entry), JSON.stringify({ ...entry, txId: 'cd', err: 'no' }), 'hello\n');
        expect(lines.of(answered('ab'))).toEqual([
            {
                at: OWN.time,
                chaincode: 'store',
                level: 'error',
                text: 'a transaction failed contract=Assets',
                thrown: err.stack,
                txId: 'ab',
            },
        ]);
        expect(lines.all.map(({ level, text, thrown }) => [level, text, thrown])).toEqual([
            ['error', 'a transaction failed contract=Assets', err.stack],
            ['error', 'a transaction failed contract=Assets', 'no'],
            [undefined, 'hello', undefined],
        ]);
    });

    it('tell of a transaction during which the process ended what it printed until then', () => {
        const lines = printed('out of memory');
        const at = Date.parse(lines.all[0]?.at ?? '');
        const texts = (asked: Asked): string[] => lines.of(asked).map(({ text }) => text);
        expect(texts(endedAfter(10, new Date(at)))).toEqual(['out of memory']);
        // Output comes by a pipe of its own.
        expect(texts(endedAfter(10, new Date(at - 1010)))).toEqual(['out of memory']);
        expect(texts(endedAfter(10, new Date(at - 1011)))).toEqual([]);
        expect(texts(endedAfter(10, new Date(at + 1)))).toEqual([]);
        expect(texts({ ...endedAfter(10, new Date(at)), chaincode: 'other' })).toEqual([]);
    });

    it('tell of all other transactions only what says that it is of them', () => {
        const lines = printed('out of memory');
        const begin = new Date(lines.all[0]?.at ?? '');
        const ended = endedAfter(10, begin);
        const refused = { ...answered('ab'), begin, height: undefined, result: undefined };
        const threw = { ...ended, height: 7n };
        for (const asked of [{ ...answered('ab'), begin }, refused, threw]) expect(lines.of(asked)).toEqual([]);
    });

    it('tell what a peer calls the end of a process as it is', async () => {
        await using network = await ListeningNetwork.start({
            network: { faults: { answer: () => 'hang-up' } },
            observer: {
                proposal: (told) => {
                    lines.add('store', 'the last words');
                    found = lines.of(told);
                },
            },
        });
        const lines = new PrintedLines();
        let found: readonly LogLine[] = [];
        await network.peer.evaluate({ chaincode: 'store', function: 'get', args: ['key'] }).catch(() => undefined);
        expect(found.map(({ text }) => text)).toEqual(['the last words']);
    });

    it.each([
        ['the log of another library', '{"level":30,"time":1764403200000,"msg":"x"}'],
        ['what only begins as one of ours', '{"level":"info","time":"2026-11-29T10:00:00Z",'],
        ['nothing', ''],
    ])('are told as they are: %s', (_what, line) => {
        const [only] = printed(line).all;
        expect(only).toEqual({ at: expect.any(String), chaincode: 'store', text: line });
    });

    it('are the last 500, each by its beginning', () => {
        const lines = printed(...Array.from({ length: 501 }, (_, number) => `${number} ${'x'.repeat(20_000)}`)).all;
        expect(lines).toHaveLength(500);
        expect(lines[0]?.text).toMatch(/^1 x+$/);
        expect(lines[0]?.text).toHaveLength(16 * 1024);
    });
});
