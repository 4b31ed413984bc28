/** What is known of a metric: the values of each of its labels. */
export type Series = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads pages of metrics, in Prometheus' text format, as one. */
export function readSeries(...pages: readonly string[]): Series {
    const series = new Map<string, Map<string, Set<string>>>();
    for (const line of pages.join('\n').split('\n')) {
        const [, metric, text = ''] = SAMPLE.exec(line) ?? [];
        if (metric === undefined) continue;
        const labels = series.get(metric) ?? new Map<string, Set<string>>();
        series.set(metric, labels);
        for (const [, name = '', value = ''] of text.matchAll(LABEL))
            labels.set(name, (labels.get(name) ?? new Set()).add(value));
    }
    return series;
}
