import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../repository/source-files';
import { type Expression, readAdapterRules, readAlerts, readDeployed, readExpressions } from './expressions';
import { observeSeries, observeWithoutServers } from './observe-series';
import { absencesIn, type MetricUse, metricUsesOf } from './promql';
import type { Series } from './series';

/** What Prometheus adds to each series of a pod, and the values that our manifests give. */
const COMPONENT = 'app_kubernetes_io_component';
const OF_TARGETS = ['namespace', 'pod', 'container', 'job', 'instance'];

/** The labels that the PodMonitor copies from pods, as Prometheus writes them. */
function copiedLabels(): string[] {
    const monitor = readDeployed('monitoring/pod-monitor.yaml') as {
        readonly spec: { readonly podTargetLabels: readonly string[] };
    };
    return monitor.spec.podTargetLabels.map((label) => label.replaceAll(/[^\w]/g, '_'));
}

describe('what the manifests ask Prometheus', () => {
    let series: Series;
    const ofTargets = [...OF_TARGETS, ...copiedLabels()];
    const expressions = readExpressions();

    beforeAll(async () => {
        series = await observeSeries();
    }, 60_000);

    function labelsOf({ metric }: MetricUse): string[] {
        return [...(series.get(metric)?.keys() ?? []), ...ofTargets];
    }

    function faultsIn({ text, shownLabels }: Expression): string[] {
        const uses = metricUsesOf(text);
        const shown = shownLabels.filter((label) => !uses.some(({ groupedBy }) => groupedBy.includes(label)));
        return [...uses.flatMap(faultsOf), ...shown.map((label) => `${label} is shown and is no label of the result`)];
    }

    function faultsOf(use: MetricUse): string[] {
        const { metric, labels, groupedBy } = use;
        const known = series.get(metric);
        if (known === undefined) return [`no page has ${metric}`];
        const unknown = [...labels.keys(), ...groupedBy].filter((label) => !labelsOf(use).includes(label));
        const values = [...labels].filter(
            ([name, value]) => value !== undefined && known.get(name)?.has(value) === false,
        );
        return [
            ...unknown.map((label) => `${metric} has no label ${label}`),
            ...values.map(([name, value]) => `${metric} never has ${name}="${String(value)}"`),
        ];
    }

    it.each(expressions)('is there, with its labels: $where', (expression) => {
        expect(faultsIn(expression)).toEqual([]);
    });

    it('alerts of a router that never had a server, by what its page has and by what it has not', async () => {
        const page = await observeWithoutServers();
        const { expr = '' } = readAlerts().find(({ alert }) => alert === 'HeddleRouterWithoutServer') ?? {};
        const outcomes = page.get('heddle_router_transactions_total')?.get('outcome');
        expect(outcomes).toContain('no_server');
        expect(page.has('heddle_router_server_up')).toBe(false);
        const groupedBy = ['namespace', 'pod', 'chaincode'];
        expect(absencesIn(expr)).toEqual([
            {
                asked: [
                    {
                        metric: 'heddle_router_transactions_total',
                        labels: new Map([['outcome', 'no_server']]),
                        groupedBy,
                    },
                ],
                absent: [{ metric: 'heddle_router_server_up', labels: new Map(), groupedBy }],
            },
        ]);
    });

    it('tells servers and routers apart by what their pods are', () => {
        const components = expressions.flatMap(({ text }) =>
            metricUsesOf(text).flatMap(({ labels }) => labels.get(COMPONENT) ?? []),
        );
        const pods = ['base', 'router'].map((folder) => {
            const { metadata } = readDeployed(`${folder}/deployment.yaml`) as { metadata: { labels: object } };
            return Object.entries(metadata.labels).find(([name]) => name.endsWith('/component'))?.[1] as unknown;
        });
        expect(components.length).toBeGreaterThan(0);
        expect(components.filter((component) => !pods.includes(component))).toEqual([]);
    });

    it('gives the autoscaler the metric that it scales by', () => {
        const { spec } = readDeployed('overlays/router/horizontal-pod-autoscaler.yaml') as {
            readonly spec: { readonly metrics: readonly { readonly pods: { readonly metric: { name: string } } }[] };
        };
        const names = spec.metrics.map(({ pods }) => pods.metric.name);
        expect(names).toEqual(readAdapterRules().map(({ seriesQuery }) => seriesQuery.split('{')[0]));
        expect(names.filter((name) => !series.has(name))).toEqual([]);
    });

    it.each(['operations', 'scaling', 'kubernetes'])('is there where a guide tells of it: %s', (page) => {
        const text = readFileSync(join(ROOT, 'docs', 'guide', `${page}.md`), 'utf8');
        const told = Array.from(
            text.matchAll(/`((?:heddle|process|nodejs)_[a-z0-9_]+[a-z0-9])`/g),
            ([, name = '']) => name,
        );
        expect(told.length).toBeGreaterThan(0);
        expect(told.filter((name) => !series.has(name) && !series.has(`${name}_bucket`))).toEqual([]);
    });

    it('would be found where it is not there', () => {
        const faults = (text: string): string[] => faultsIn({ where: 'here', text, shownLabels: ['pod'] });
        expect(faults('sum by (server) (heddle_streams{status="5xx"})')).toEqual([
            'heddle_streams has no label status',
            'heddle_streams has no label server',
            'pod is shown and is no label of the result',
        ]);
        expect(faults('sum by (pod) (heddle_transactions_total{status="6xx"} + heddle_streem)')).toEqual([
            'heddle_transactions_total never has status="6xx"',
            'no page has heddle_streem',
        ]);
    });
});
