import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { drawGrowth } from './growth/growth-plot';
import { exponentOf, lastExponentOf, type Series } from './growth/series';
import { servedSeries } from './growth/served-series';
import { stateSeries } from './growth/state-series';
import { table } from './report';

/** Measures how the cost of a transaction grows, prints it, and writes results/growth.json and results/growth.svg. */
async function main(): Promise<void> {
    const onProgress = (line: string): void => void process.stderr.write(`${line}\n`);
    const series = [...(await servedSeries(onProgress)), ...(await stateSeries(onProgress))];
    process.stdout.write(`\n${formatSeries(series)}\n`);
    const results = join(__dirname, '..', 'results');
    const measured = { node: process.version, series: series.map(withExponents) };
    writeFileSync(join(results, 'growth.json'), `${JSON.stringify(measured, undefined, 4)}\n`);
    writeFileSync(join(results, 'growth.svg'), drawGrowth(series));
}

function withExponents(series: Series): Series & { readonly exponent: number; readonly lastExponent: number } {
    return { ...series, exponent: exponentOf(series.points), lastExponent: lastExponentOf(series.points) };
}

function formatSeries(series: readonly Series[]): string {
    const head = ['CPU per transaction', 'over', 'from', 'to', 'µs, smallest … largest', 'exponent', 'at the end'];
    const rows = series.map(({ name, grows, points }) => [
        name,
        grows,
        shown(points[0]?.size),
        shown(points.at(-1)?.size),
        points.map(({ micros }) => shown(micros)).join(' '),
        exponentOf(points).toFixed(2),
        lastExponentOf(points).toFixed(2),
    ]);
    return table(head, rows);
}

function shown(value = NaN): string {
    return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
