import { describe, expect, it } from '@jest/globals';
import { formatGoalTable } from './goal-table';
import type { Measurement, Results, ServerResult } from './results';
import type { ServerName } from './servers';

function server(name: ServerName, cpuMicros: number): ServerResult {
    const round: Measurement = {
        transactions: 1,
        transactionsPerSecond: 1,
        p50Ms: 1,
        p99Ms: 1,
        generatorMicros: 1,
        cpuMicros,
    };
    return { server: name, rounds: [round], firstMicros: 2 * cpuMicros };
}

const run: Results = {
    node: 'v20.0.0',
    platform: 'linux',
    processors: 2,
    rounds: 1,
    secondsPerRound: 1,
    skipped: [],
    starts: [],
    scenarios: [
        {
            scenario: 'noop c=100',
            servers: [server('heddle-typed', 8), server('rust-shim', 10), server('go-shim', 16)],
        },
        { scenario: 'noop 1000/s', servers: [server('heddle-typed', 90)] },
    ],
};

describe('the table of goals', () => {
    const cellsOf = (what: string): string[] | undefined =>
        formatGoalTable(run)
            .split('\n')
            .map((line) => line.split('|').map((cell) => cell.trim()))
            .find((cells) => cells[1] === what);

    it('has a line for each workload, what was not met in bold, and says what was not measured', () => {
        expect(cellsOf('typed no-op')?.slice(2, -1)).toEqual([
            '1/1.3',
            '1.00',
            '**1/2.0**',
            '1/4.0',
            'not measured',
            '1/25.0',
        ]);
    });

    it('has what is of another figure below', () => {
        expect(cellsOf('the first 4,000 no-ops, of warm ones')?.slice(4, -1)).toEqual(['**2.00**', '1.40']);
    });
});
