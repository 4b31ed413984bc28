import { remedyFor } from '../cost/cost-report';
import { table } from '../cost/cost-text';
import type { LoadReport } from './load';

/** What a load has come to, and what to do about the keys at which transactions were lost. */
export function loadText(report: LoadReport): string {
    const { statuses, submitted, milliseconds: ms, hotKeys, refused } = report;
    const named = ['VALID', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'].map(
        (status) => `${status} ${statuses[status] ?? 0}`,
    );
    const others = Object.entries(statuses).filter(([status]) => !named.some((one) => one.startsWith(`${status} `)));
    const counts = [`submitted ${submitted}`, ...named, ...others.map(([status, count]) => `${status} ${count}`)];
    const times = `p50 ${ms.p50} ms  p95 ${ms.p95} ms  p99 ${ms.p99} ms`;
    const refusals = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
    const rows = hotKeys.map(({ key, writers, lost, because }) => [
        key,
        writers.join(', '),
        String(lost),
        because.map((one) => `${one.lost} after ${one.after}${because.length > 1 ? ` (${one.count})` : ''}`).join(', '),
    ]);
    return [
        counts.join(', '),
        times,
        ...(refusals.length === 0 ? [] : [`refused before they were submitted: ${refusals.join(', ')}`]),
        ...(rows.length === 0 ? [] : [table([['hot key', 'writers', 'lost', 'because of'], ...rows])]),
        ...hotKeys.slice(0, 3).map(({ key }) => `remedy for ${key}: ${remedyFor(key)}`),
    ].join('\n');
}
