import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KUBERNETES } from './build-manifests';

/** An expression of Prometheus in a manifest. */
export interface Expression {
    /** The file, and what in it. */
    readonly where: string;
    readonly text: string;
    /** The labels that its texts for people show. */
    readonly shownLabels: readonly string[];
}

/** A rule that alerts. */
export interface Alert {
    readonly alert: string;
    readonly expr: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
}

/** A panel of the dashboard. */
export interface Panel {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
    readonly panels: readonly Panel[];
    readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
}

/** Reads a file below `deploy/kubernetes`. */
export function readDeployed(name: string): unknown {
    return parse(readFileSync(join(KUBERNETES, name), 'utf8'), { strict: true });
}

export function readAlerts(): readonly Alert[] {
    const rules = readDeployed('monitoring/alerts.yaml') as {
        readonly spec: { readonly groups: readonly { readonly rules: readonly Alert[] }[] };
    };
    return rules.spec.groups.flatMap((group) => group.rules);
}

export function readDashboard(): Dashboard {
    return readDeployed('monitoring/dashboard.json') as Dashboard;
}

/** All that our manifests ask Prometheus: dashboard, alerts, and the adapter through which the autoscaler asks. */
export function readExpressions(): readonly Expression[] {
    return [...alertExpressions(), ...panelExpressions(), ...variableExpressions(), ...adapterExpressions()];
}

function alertExpressions(): Expression[] {
    return readAlerts().map(({ alert, expr, annotations }) => ({
        where: `alerts.yaml: ${alert}`,
        text: expr,
        shownLabels: namesIn(Object.values(annotations).join(' '), /\$labels\.(\w+)/g),
    }));
}

function panelExpressions(): Expression[] {
    return readDashboard().panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ expr, legendFormat }) => ({
            where: `dashboard.json: ${title}`,
            text: expr.replaceAll('$__rate_interval', '5m'),
            shownLabels: namesIn(legendFormat, /\{\{(\w+)\}\}/g),
        })),
    );
}

/** `label_values(metric, label)` is Grafana's, not Prometheus'. */
function variableExpressions(): Expression[] {
    return readDashboard().templating.list.flatMap(({ name, query }) => {
        if (typeof query === 'string') return [];
        const { query: text } = query as { readonly query: string };
        const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(text) ?? [];
        return [{ where: `dashboard.json: $${name}`, text: `sum by (${label}) (${selector})`, shownLabels: [label] }];
    });
}

interface AdapterRule {
    readonly seriesQuery: string;
    readonly metricsQuery: string;
}

/** The rules of prometheus-adapter, as it fills them in for pods. */
export function readAdapterRules(): readonly AdapterRule[] {
    const values = readDeployed('monitoring/prometheus-adapter.yaml') as {
        readonly rules: { readonly custom: readonly AdapterRule[] };
    };
    return values.rules.custom;
}

function adapterExpressions(): Expression[] {
    return readAdapterRules().flatMap(({ seriesQuery, metricsQuery }) => {
        const [series = ''] = seriesQuery.split('{');
        const filled = metricsQuery
            .replaceAll('<<.Series>>', series)
            .replaceAll('<<.LabelMatchers>>', 'namespace="a",pod=~"b|c"')
            .replaceAll('<<.GroupBy>>', 'pod');
        return [seriesQuery, filled].map((text) => ({
            where: 'prometheus-adapter.yaml',
            text,
            shownLabels: [],
        }));
    });
}

function namesIn(text: string, pattern: RegExp): string[] {
    return Array.from(text.matchAll(pattern), ([, name = '']) => name);
}
