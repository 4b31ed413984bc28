import { describe, expect, it } from '@jest/globals';
import { losses, lowerOf, ratiosOf, type RecordedRatios } from './recorded-ratios';
import type { Measurement, Results, ServerResult } from './results';

function recorded(ratio: number): RecordedRatios {
    return { 'noop c=100': { 'heddle-raw': { 'fabric-shim': ratio } } };
}

describe('losses', () => {
    it.each([[9], [20], [6.1]])('lets a ratio of %d pass where 9 was recorded', (ratio) => {
        expect(losses(recorded(9), recorded(ratio))).toEqual([]);
    });

    it('reports a ratio that fell by a third', () => {
        expect(losses(recorded(9), recorded(6))).toEqual([
            {
                scenario: 'noop c=100',
                server: 'heddle-raw',
                text: 'takes 1/6 of the CPU of fabric-shim, it took 1/9',
            },
        ]);
    });

    it('reports first transactions that became dearer', () => {
        const ratios = (warm: number): RecordedRatios => ({ 'noop 1000/s': { 'heddle-typed': { warm } } });
        const [loss] = losses(ratios(0.8), ratios(0.4));
        expect(loss?.text).toBe('takes 2.5 times as much for its first transactions as when it is warm, it took 1.3');
    });

    it('reports what was recorded and is not measured any more, or not a number', () => {
        const text = 'was not measured beside fabric-shim';
        const missing = [{ scenario: 'noop c=100', server: 'heddle-raw', text }];
        expect(losses(recorded(9), { 'noop c=100': {} })).toEqual(missing);
        expect(losses(recorded(9), {})).toEqual(missing);
        expect(losses(recorded(9), recorded(NaN))).toHaveLength(1);
    });

    it('does not miss a rival that could not take part', () => {
        const ratios = { 'noop 1000/s': { 'heddle-typed': { 'go-shim': 2 } } };
        expect(losses(ratios, {}, ['go-shim'])).toEqual([]);
    });
});

describe('what is recorded of two runs', () => {
    it('is the lower one of each ratio', () => {
        const one = {
            a: { 'heddle-raw': { 'fabric-shim': 9, 'go-shim': 2 } },
            b: { 'heddle-raw': { 'fabric-shim': 3 } },
        };
        const other = { a: { 'heddle-raw': { 'fabric-shim': 8, 'go-shim': 3 } }, b: {} };
        expect(lowerOf(one, other)).toEqual({
            a: { 'heddle-raw': { 'fabric-shim': 8, 'go-shim': 2 } },
            b: { 'heddle-raw': { 'fabric-shim': 3 } },
        });
    });
});

describe('the ratios of a run', () => {
    it('are of each rival that took part, and of the first transactions where those were told apart', () => {
        const rounds = (cpuMicros: number): Measurement[] => [
            { transactions: 1, transactionsPerSecond: 1, p50Ms: 1, p99Ms: 1, generatorMicros: 1, cpuMicros },
        ];
        const servers: ServerResult[] = [
            { server: 'heddle-typed', rounds: rounds(100), firstMicros: 200 },
            { server: 'fabric-shim', rounds: rounds(400), firstMicros: 700 },
            { server: 'echo-http2', rounds: rounds(50) },
        ];
        const run: Results = {
            node: 'v20.0.0',
            platform: 'linux',
            processors: 2,
            rounds: 1,
            secondsPerRound: 1,
            skipped: [],
            starts: [],
            scenarios: [{ scenario: 'noop 1000/s', servers }],
        };
        expect(ratiosOf(run)).toEqual({
            'noop 1000/s': { 'heddle-typed': { 'fabric-shim': 4, 'echo-http2': 0.5, warm: 0.5 } },
        });
    });
});
