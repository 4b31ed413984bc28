import { type Goal, type GoalResult, goals, judge } from './goals';
import { cpuRatio, medianOf, type Results, type ScenarioResult, type ServerResult } from './results';
import { type ServerName, titleOf } from './servers';
import { median } from './statistics';

/** What the ratios are of: the oldest of the rivals, and the one that all others can be compared to. */
export const REFERENCE: ServerName = 'fabric-shim';

/** The whole report of a run, as tables in Markdown. */
export function formatReport(results: Results, wanted: readonly Goal[] = goals): string {
    return [
        ...results.scenarios.map(formatScenario),
        formatStarts(results),
        ...(wanted.length === 0 ? [] : [formatGoals(judge(results, wanted))]),
        ...results.skipped.map(({ server, reason }) => `Without ${titleOf(server)}: ${reason}.`),
    ].join('\n\n');
}

function formatScenario({ scenario, servers }: ScenarioResult): string {
    const reference = servers.find(({ server }) => server === REFERENCE);
    const row = (result: ServerResult): string[] => [
        titleOf(result.server),
        whole(medianOf(result, 'transactionsPerSecond')),
        medianOf(result, 'p50Ms').toFixed(2),
        medianOf(result, 'p99Ms').toFixed(2),
        micros(medianOf(result, 'cpuMicros')),
        times(cpuRatio(reference, result)),
        micros(medianOf(result, 'generatorMicros')),
        `${whole(result.idleMegabytes ?? NaN)} / ${whole(result.peakMegabytes ?? NaN)}`,
        ...(isPaced ? [micros(result.firstMicros ?? NaN)] : []),
    ];
    const isPaced = servers.some(({ firstMicros }) => firstMicros !== undefined);
    const head = ['server', 'tx/s', 'p50 ms', 'p99 ms', 'CPU µs/tx', 'fabric-shim ÷ it', 'load µs/tx', 'RSS MB'];
    if (isPaced) head.push('first 4,000 µs/tx');
    return `### ${scenario}\n\n${table(head, servers.map(row))}`;
}

function formatStarts({ starts, scenarios }: Results): string {
    const rows = starts
        .filter(({ startMs }) => startMs.length > 0)
        .map(({ server, startMs }) => {
            const results = scenarios.flatMap(({ servers }) => servers.filter((result) => result.server === server));
            const idle = median(results.flatMap(({ idleMegabytes }) => idleMegabytes ?? []));
            const peaks = results.flatMap(({ peakMegabytes }) => peakMegabytes ?? []);
            const peak = peaks.length === 0 ? NaN : Math.max(...peaks);
            return [titleOf(server), whole(median(startMs)), whole(idle), whole(peak)];
        });
    const head = ['server', 'ms until it listens', 'idle RSS MB', 'most RSS MB of all scenarios'];
    return `### start and memory\n\n${table(head, rows)}`;
}

function formatGoals(results: readonly GoalResult[]): string {
    const measured = results.flatMap(({ goal, timesLess, met }) =>
        timesLess === undefined
            ? []
            : [
                  [
                      goal.what,
                      goal.figure,
                      titleOf(goal.rival),
                      share(goal.timesLess),
                      share(timesLess),
                      met === true ? 'met' : '**not met**',
                  ],
              ],
    );
    const missing = results.length - measured.length;
    const note = missing === 0 ? '' : `\n\n${missing} more goals are about what was not measured in this run.`;
    return `### goals\n\n${table(['what', 'figure', 'of', 'at most', 'is', ''], measured)}${note}`;
}

/** A table in Markdown, its columns aligned: the first to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const widths = head.map((title, column) =>
        Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length), 3),
    );
    const line = (cells: readonly string[]): string =>
        `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`;
    const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
    return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function pad(text: string, width: number, column: number): string {
    return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function whole(value: number): string {
    return Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumFractionDigits: 0 });
}

/** A share, by how many times less it is: 1/4.0, or 1.30 where it is more than the whole. */
export function share(timesLess: number): string {
    return timesLess > 1 ? `1/${timesLess.toFixed(1)}` : (1 / timesLess).toFixed(2);
}

function micros(value: number): string {
    return Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

function times(value: number): string {
    return Number.isNaN(value) ? '–' : `${value.toFixed(value < 10 ? 2 : 1)}×`;
}
