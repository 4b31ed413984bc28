import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runShell } from '../harness/run-shell';
import { ROOT } from '../repository/source-files';
import { APPLIED_FOLDERS, KUBERNETES, type KubernetesObject, ManifestBuilder, NO_GO } from './build-manifests';
import { readGuidedSteps } from './guided-steps';
import { isSelected, type Labels, portOf, type Workload } from './workload';

/** What selects pods, and which ports it leads to. */
interface Selecting extends KubernetesObject {
    readonly spec: {
        readonly selector: Labels & { readonly matchLabels?: Labels };
        readonly ports?: readonly { readonly port: number; readonly targetPort: string }[];
    };
}

interface Config extends KubernetesObject {
    readonly data: Readonly<Record<string, string>>;
}

interface Autoscaler extends KubernetesObject {
    readonly spec: { readonly scaleTargetRef: { readonly kind: string; readonly name: string } };
}

interface Policy extends KubernetesObject {
    readonly spec: {
        readonly podSelector: { readonly matchLabels: Labels };
        readonly ingress: readonly { readonly ports: readonly { readonly port: string }[] }[];
        readonly egress?: readonly {
            readonly to: readonly { readonly podSelector?: { readonly matchLabels: Labels } }[];
        }[];
    };
}

interface PodMonitor extends KubernetesObject {
    readonly spec: {
        readonly selector: {
            readonly matchExpressions: readonly { readonly key: string; readonly values: string[] }[];
        };
        readonly podMetricsEndpoints: readonly { readonly port: string; readonly path: string }[];
    };
}

const OVERLAYS = APPLIED_FOLDERS.filter((folder) => folder !== 'monitoring');
/** Each way in which the guide has them applied. */
const GUIDED = readGuidedSteps();
const ROUTED = ['overlays/router', 'overlays/tls'] as const;

(NO_GO === undefined ? describe : describe.skip)(`manifests as they are applied${NO_GO ? `, ${NO_GO}` : ''}`, () => {
    const folder = new TemporaryFolder();
    const built = new Map<string, readonly KubernetesObject[]>();
    let builder: ManifestBuilder;

    // Where Go has compiled nothing yet, it compiles the types of Kubernetes as well.
    beforeAll(() => {
        builder = new ManifestBuilder(folder.path);
        for (const name of APPLIED_FOLDERS) built.set(name, builder.build(join(KUBERNETES, name)));
    }, 300_000);
    afterAll(() => {
        folder[Symbol.dispose]();
    });

    /** The objects of a kind. */
    function ofKind<Kind extends KubernetesObject>(name: string, kind: string): Kind[] {
        return (built.get(name) ?? []).filter((object) => object.kind === kind) as Kind[];
    }

    function workloads(name: string): Workload[] {
        return ofKind<Workload>(name, 'Deployment');
    }

    function podsOf(name: string, selector: Labels): string[] {
        return workloads(name)
            .filter(({ spec }) => isSelected(selector, spec.template.metadata.labels))
            .map(({ metadata }) => metadata.name);
    }

    it('are what Kubernetes knows, field by field', () => {
        const kinds = [...built].map(([name, objects]) => [name, objects.map(({ kind }) => kind).sort()]);
        const server = ['ConfigMap', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service'];
        const routed = [...server, 'Deployment', 'Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy'];
        expect(Object.fromEntries(kinds)).toEqual({
            'overlays/one-server': server,
            'overlays/router': [...routed, 'Service', 'Service'].sort(),
            'overlays/tls': [...routed, 'Service', 'Service'].sort(),
            monitoring: ['ConfigMap', 'PodMonitor', 'PrometheusRule'],
        });
    });

    it('would be refused with a field that Kubernetes does not know', () => {
        const copy = join(folder.path, 'copy');
        cpSync(KUBERNETES, copy, { recursive: true });
        appendFileSync(join(copy, 'overlays/one-server/service.yaml'), '    sessionAfinity: None\n');
        expect(() => builder.build(join(copy, 'overlays/one-server'))).toThrow(
            /Service.*asset-transfer-1.*unknown field "spec.sessionAfinity"/,
        );
    });

    it.each(OVERLAYS)('give every pod the package id from one place: %s', (name) => {
        const [config, ...others] = ofKind(name, 'ConfigMap');
        const named = workloads(name).map(({ spec }) =>
            spec.template.spec.containers[0].envFrom.map(({ configMapRef }) => configMapRef.name),
        );
        expect(others).toEqual([]);
        expect(new Set(named.flat())).toEqual(new Set([config?.metadata.name]));
        expect(named.filter((names) => names.length !== 1)).toEqual([]);
    });

    it.each(GUIDED)(
        'take what `heddle package` prints, by the command of the guide: $overlay',
        async (steps) => {
            const cwd = join(folder.path, 'guide', steps.overlay);
            const copy = join(cwd, 'deploy', 'kubernetes');
            cpSync(KUBERNETES, copy, { recursive: true });
            const path = [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
            const signal = AbortSignal.timeout(60_000);
            await runShell(steps.packaging, { cwd, env: { ...process.env, PATH: path }, signal });
            const [config] = builder
                .build(join(copy, steps.overlay))
                .filter(({ kind }) => kind === 'ConfigMap') as Config[];
            expect(config?.data).toEqual({
                CORE_CHAINCODE_ID: expect.stringMatching(/^asset-transfer_1:(?!0{64})[0-9a-f]{64}$/),
                CORE_CHAINCODE_ADDRESS: '0.0.0.0:9999',
            });
        },
        90_000,
    );

    it('are applied by the guide with one server, and with routers', () => {
        expect(GUIDED.map(({ overlay }) => overlay)).toEqual(['overlays/one-server', 'overlays/router']);
    });

    it.each(GUIDED)('have the Service at the address that the guide packages, and dials: $overlay', (steps) => {
        const { overlay, namespace, packaged, dialled } = steps;
        const services = ofKind<Selecting>(overlay, 'Service').flatMap(({ metadata, spec }) =>
            (spec.ports ?? []).map(({ port }) => `${metadata.name}.${namespace}.svc.cluster.local:${port}`),
        );
        const peers = overlay === 'overlays/router' ? ['peer0', 'peer1'] : [''];
        const addresses = peers.map((peer) => packaged.replace('{{.peername}}', peer));
        expect(services).toEqual(expect.arrayContaining(addresses));
        expect(addresses).toContain(dialled);
    });

    it.each(OVERLAYS)('lead each Service to the pods of one Deployment, at a port that they have: %s', (name) => {
        for (const { metadata, spec } of ofKind<Selecting>(name, 'Service')) {
            const selected = podsOf(name, spec.selector);
            expect([metadata.name, selected]).toEqual([metadata.name, [expect.any(String)]]);
            const workload = workloads(name).find((one) => one.metadata.name === selected[0]);
            const [container] = workload?.spec.template.spec.containers ?? [];
            const ports = spec.ports?.map(({ targetPort }) => container && portOf(container, targetPort));
            expect(ports).toEqual(spec.ports?.map(({ port }) => port));
        }
    });

    it.each(OVERLAYS)('let nodes drain, one server at a time: %s', (name) => {
        const [budget, ...others] = ofKind<Selecting>(name, 'PodDisruptionBudget');
        expect(others).toEqual([]);
        expect(podsOf(name, budget?.spec.selector.matchLabels ?? {})).toEqual(['asset-transfer-1']);
    });

    it.each(OVERLAYS)('close every pod but for what is said, by ports that it has: %s', (name) => {
        const policies = ofKind<Policy>(name, 'NetworkPolicy');
        const closed = policies.flatMap(({ spec }) => podsOf(name, spec.podSelector.matchLabels)).sort();
        expect(closed).toEqual(
            workloads(name)
                .map(({ metadata }) => metadata.name)
                .sort(),
        );
        for (const { spec } of policies) {
            expect(spec.ingress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([
                'chaincode',
                'operations',
            ]);
            const reached = spec.egress?.flatMap(({ to }) => to.flatMap(({ podSelector }) => podSelector ?? [])) ?? [];
            expect(reached.flatMap(({ matchLabels }) => podsOf(name, matchLabels))).toEqual(
                reached.map(() => 'asset-transfer-1'),
            );
        }
    });

    it.each(ROUTED)('have a router for each peer, which asks the name of the servers: %s', (name) => {
        const routers = workloads(name).filter(({ metadata }) => metadata.name !== 'asset-transfer-1');
        expect(routers.map(({ metadata }) => metadata.name)).toEqual([
            'peer0-asset-transfer-1',
            'peer1-asset-transfer-1',
        ]);
        const headless = ofKind<Selecting & { spec: { clusterIP?: string } }>(name, 'Service').filter(
            ({ spec }) => spec.clusterIP === 'None',
        );
        for (const { spec } of routers) {
            const asked = spec.template.spec.containers[0].env.find((one) => one.name === 'CORE_ROUTER_SERVERS');
            expect(headless.map(({ metadata }) => `${metadata.name}:9999`)).toEqual([asked?.value]);
        }
        expect(podsOf(name, headless[0]?.spec.selector ?? {})).toEqual(['asset-transfer-1']);
    });

    it.each(ROUTED)('put each router beside its peer, by the labels of the peer alone: %s', (name) => {
        const routers = workloads(name).filter(({ metadata }) => metadata.name !== 'asset-transfer-1');
        const wanted = routers.map(({ spec }) =>
            spec.template.spec.affinity?.podAffinity.preferredDuringSchedulingIgnoredDuringExecution.map(
                ({ podAffinityTerm }) => podAffinityTerm.labelSelector.matchLabels,
            ),
        );
        expect(wanted).toEqual([[{ app: 'peer0' }], [{ app: 'peer1' }]]);
    });

    it.each(OVERLAYS)('let no Deployment take the pods of another: %s', (name) => {
        for (const { metadata, spec } of workloads(name))
            expect(podsOf(name, spec.selector.matchLabels)).toEqual([metadata.name]);
    });

    it.each(ROUTED)('leave the number of servers to the autoscaler: %s', (name) => {
        const [autoscaler] = ofKind<Autoscaler>(name, 'HorizontalPodAutoscaler');
        expect(autoscaler?.spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'asset-transfer-1' });
        const servers = workloads(name).find(({ metadata }) => metadata.name === 'asset-transfer-1');
        expect(servers?.spec.replicas).toBeUndefined();
    });

    it('encrypt every connection where they are to, with one server too', () => {
        const own = join(folder.path, 'own');
        cpSync(KUBERNETES, own, { recursive: true });
        const text = 'resources: [../one-server]\ncomponents: [../../components/tls]\n';
        cpSync(join(own, 'overlays/tls'), join(own, 'overlays/own'), { recursive: true });
        writeFileSync(join(own, 'overlays/own/kustomization.yaml'), text);
        built.set('own', builder.build(join(own, 'overlays/own')));
        const secured = [...workloads('overlays/tls'), ...workloads('own')];
        expect(secured).toHaveLength(4);
        for (const { spec } of secured) {
            const { containers, volumes } = spec.template.spec;
            const [{ env, volumeMounts }] = containers;
            expect(env.map(({ name }) => name)).toContain('CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE');
            expect(volumeMounts?.map(({ name }) => name)).toEqual(volumes?.map(({ name }) => name));
        }
    });

    it.each(OVERLAYS)('are watched, each pod: %s', (name) => {
        const [monitor] = ofKind<PodMonitor>('monitoring', 'PodMonitor');
        if (monitor === undefined) throw new Error('there is no PodMonitor');
        const { selector, podMetricsEndpoints } = monitor.spec;
        const watched = workloads(name).map(({ spec }) => spec.template);
        for (const { key, values } of selector.matchExpressions)
            expect(watched.filter(({ metadata }) => !values.includes(metadata.labels[key] ?? ''))).toEqual([]);
        const ports = watched.map(({ spec }) =>
            podMetricsEndpoints.map(({ port }) => portOf(spec.containers[0], port)),
        );
        expect(ports).toEqual(watched.map(() => [9443]));
    });
});
