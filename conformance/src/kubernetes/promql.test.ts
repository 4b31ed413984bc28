import { describe, expect, it } from '@jest/globals';
import { absencesIn, type MetricUse, metricUsesOf } from './promql';
import { readSeries } from './series';

function namesOf(uses: readonly MetricUse[]): string[] {
    return uses.map(({ metric }) => metric);
}

describe('what an expression of Prometheus asks', () => {
    it('is each metric, with the labels that it is selected and grouped by', () => {
        const text = 'sum by (a, le) (rate(m_bucket{x="5", y=~"6"}[5m])) / on (a) max(n offset 1h) by (b) > 0.5';
        expect(metricUsesOf(text)).toEqual([
            {
                metric: 'm_bucket',
                labels: new Map([
                    ['x', '5'],
                    ['y', undefined],
                ]),
                groupedBy: ['a', 'le'],
            },
            { metric: 'n', labels: new Map(), groupedBy: ['b'] },
        ]);
    });

    it('is told apart from what may not be there', () => {
        const text = 'sum by (a) (m) > 0 or (sum by (a) (n{x="5"}) unless sum by (a) (m) unless on (a) o)';
        const absences = absencesIn(text).map(({ asked, absent }) => [asked, absent].map(namesOf));
        expect(absences).toEqual([
            [['n', 'm'], ['o']],
            [['n'], ['m']],
        ]);
    });

    it.each(['sum(', 'a{b=}', 'rate(a[5])b'])('is nothing where it is wrong: %s', (text) => {
        expect(() => metricUsesOf(text)).toThrow('no PromQL at');
    });
});

describe('what a page of metrics has', () => {
    it('is the labels of each metric, and their values', () => {
        const page = '# HELP a text\n# TYPE a counter\na{x="1",y="say \\"2\\""} 5\na{x="3"} 1e-7\nb 0\n';
        expect(readSeries(page)).toEqual(
            new Map([
                [
                    'a',
                    new Map([
                        ['x', new Set(['1', '3'])],
                        ['y', new Set(['say \\"2\\"'])],
                    ]),
                ],
                ['b', new Map()],
            ]),
        );
    });
});
