import { describe, expect, it } from '@jest/globals';
import { PrintedLines } from './printed-lines';

const OWN = { level: 'error', time: '2026-11-29T10:00:00.000Z' };

function printed(...lines: readonly string[]): PrintedLines {
    const kept = new PrintedLines();
    for (const line of lines) kept.add('store', line);
    return kept;
}

function answered(txId: string): Parameters<PrintedLines['of']>[0] {
    return { txId, chaincode: 'store', begin: new Date(0), error: undefined };
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

    it('tell of a transaction without an answer what its chaincode has printed since', () => {
        const lines = printed('before');
        const begin = new Date(Date.now() + 1000);
        const of = { ...answered('ab'), begin, error: 'the chaincode is gone' };
        expect(lines.of(of)).toEqual([]);
        expect(lines.of({ ...of, begin: new Date(0) })).toEqual([expect.objectContaining({ text: 'before' })]);
        expect(lines.of({ ...of, begin: new Date(0), chaincode: 'other' })).toEqual([]);
        expect(lines.of(answered('ab'))).toEqual([]);
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
