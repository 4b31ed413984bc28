import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type Instruction, parseCommand, parseCopy, parseDockerfile } from './image/dockerfile';
import { KUBERNETES } from './kubernetes/build-manifests';
import { readAlerts, readDashboard, readDeployed } from './kubernetes/expressions';
import { type Container, portOf, type Workload } from './kubernetes/workload';
import { readManifest, ROOT } from './repository/source-files';

/** How long a server may take to see its streams off when the transactions are over. */
const CLOSING_SECONDS = 5;

interface Autoscaler {
    readonly spec: {
        readonly minReplicas: number;
        readonly maxReplicas: number;
        readonly metrics: readonly { readonly pods: { readonly target: { readonly averageValue: string } } }[];
    };
}

/** What both kinds of pods have to be. */
const WORKLOADS = [
    ['server', 'base/deployment.yaml', 'CORE_PEER_LOCALMSPID'],
    ['router', 'router/deployment.yaml', 'CORE_ROUTER_SERVERS'],
] as const;

/** The variables that `heddle package` prints, for all of them. */
const PACKAGED = parseEnv(readFileSync(join(KUBERNETES, 'base', 'chaincode.env'), 'utf8'));

function workloadIn(file: string): Workload {
    return readDeployed(file) as Workload;
}

function variablesOf({ env }: Container): Map<string, string> {
    return new Map(
        [...Object.entries(PACKAGED), ...env.map(({ name, value }) => [name, value] as const)].map(
            ([name, value = '']) => [name, value],
        ),
    );
}

function portIn(address: string | undefined): number {
    return Number(address?.split(':').at(-1));
}

describe.each(WORKLOADS)('the deployment of a %s', (command, file, own) => {
    const deployment = workloadIn(file);
    const { spec: pod } = deployment.spec.template;
    const [container] = pod.containers;
    const variables = variablesOf(container);

    it('sets variables that the command knows', () => {
        const reference = readFileSync(join(ROOT, `docs/reference/cli/${command}.md`), 'utf8');
        const ours = [...variables.keys()].filter((name) => name !== 'NODE_OPTIONS');
        expect(ours).toContain(own);
        expect(ours.filter((name) => !reference.includes(`\`${name}\``))).toEqual([]);
        expect([...variables.values()].filter((value) => typeof value !== 'string')).toEqual([]);
    });

    it('probes pages that the operations address serves, on the port that it is told', () => {
        const { startupProbe, readinessProbe, livenessProbe } = container;
        const operations = readFileSync(join(ROOT, 'packages/cli/src/operations/operations.ts'), 'utf8');
        const probes = [startupProbe, readinessProbe, livenessProbe];
        for (const { httpGet } of probes) {
            expect(operations).toContain(`'${httpGet.path}'`);
            expect(portOf(container, httpGet.port)).toBe(portIn(variables.get('CORE_OPERATIONS_ADDRESS')));
        }
        expect(probes.map(({ httpGet }) => httpGet.path)).toEqual(['/healthz', '/readyz', '/healthz']);
    });

    it('kills nothing that computes for as long as peers wait, which is 30 s', () => {
        const { periodSeconds, failureThreshold } = container.livenessProbe;
        expect(periodSeconds * (failureThreshold - 1)).toBeGreaterThanOrEqual(30);
    });

    it('listens at the port that it names', () => {
        expect(portOf(container, 'chaincode')).toBe(portIn(variables.get('CORE_CHAINCODE_ADDRESS')));
        expect(deployment.spec.selector.matchLabels).toEqual(deployment.spec.template.metadata.labels);
    });

    it('waits for longer than it drains', () => {
        const drain = Number(variables.get('CORE_SHUTDOWN_GRACE_MS')) / 1000;
        const [sleep, seconds] = container.lifecycle.preStop.exec.command;
        expect([sleep, drain]).toEqual(['sleep', 25]);
        expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(Number(seconds) + drain + CLOSING_SECONDS);
    });

    it('gives the process no more than it needs', () => {
        const user = parseDockerfile(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')).find(named('USER'))?.text;
        expect(pod.securityContext.runAsNonRoot).toBe(true);
        expect(user?.split(':')[0]).toBe(String(pod.securityContext.runAsUser));
        expect(container.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
        });
    });

    it('mounts the files of TLS as a folder, in which a renewed secret arrives', () => {
        const secured = workloadIn(`components/tls/${command}.yaml`).spec.template.spec;
        const [{ env, volumeMounts = [], name }] = secured.containers;
        const [mount] = volumeMounts;
        const reference = readFileSync(join(ROOT, `docs/reference/cli/${command}.md`), 'utf8');
        expect(name).toBe(container.name);
        expect(env.filter((variable) => !reference.includes(`\`${variable.name}\``))).toEqual([]);
        expect(env.filter(({ value }) => !value.startsWith(`${String(mount?.mountPath)}/`))).toEqual([]);
        expect(mount?.subPath).toBeUndefined();
        expect(secured.volumes?.map((volume) => volume.name)).toEqual([mount?.name]);
    });
});

describe('the figures of the manifests', () => {
    const [server] = workloadIn('base/deployment.yaml').spec.template.spec.containers;
    const variables = variablesOf(server);
    const { spec: scaling } = readDeployed('overlays/router/horizontal-pod-autoscaler.yaml') as Autoscaler;

    it('give the heap three quarters of the memory, and tell when nine tenths are used', () => {
        const [, gigabytes] = /^(\d+)Gi$/.exec(server.resources.limits.memory) ?? [];
        const bytes = Number(gigabytes) * 2 ** 30;
        expect(variables.get('NODE_OPTIONS')).toBe(`--max-old-space-size=${String((0.75 * bytes) / 2 ** 20)}`);
        const alert = readAlerts().find((one) => one.alert === 'HeddleMemoryShort');
        expect(alert?.expr).toContain(`> 0.9 * ${String(bytes)}`);
    });

    it('have servers added before one refuses anything', () => {
        const [metric] = scaling.metrics;
        const most = Number(variables.get('CORE_MAX_TRANSACTIONS'));
        expect(Number(metric?.pods.target.averageValue)).toBeLessThanOrEqual(most / 2);
        expect(scaling.minReplicas).toBeGreaterThanOrEqual(2);
        expect(scaling.maxReplicas).toBeGreaterThan(scaling.minReplicas);
    });

    it('give up on a transaction before its peer does, and before the router', () => {
        expect(Number(variables.get('CORE_TRANSACTION_TIMEOUT_MS'))).toBeLessThan(30_000);
    });
});

describe('the alerts', () => {
    const guide = readFileSync(join(ROOT, 'docs/guide/kubernetes.md'), 'utf8');

    it('are explained in the guide, each by its name', () => {
        const explained = Array.from(guide.matchAll(/^\| `(Heddle\w+)`/gm), ([, name]) => name);
        expect(explained).toEqual(readAlerts().map(({ alert }) => alert));
    });

    it('say what is wrong, what it means, and how much it matters', () => {
        const lacking = readAlerts().filter(
            ({ labels, annotations }) =>
                !['critical', 'warning'].includes(labels['severity'] ?? '') ||
                Object.keys(annotations).sort().join() !== 'description,summary',
        );
        expect(lacking).toEqual([]);
    });
});

describe('the dashboard', () => {
    const { panels } = readDashboard();

    it('has its panels beside each other, and none over another', () => {
        const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
            Array.from(
                { length: w * h },
                (_, index) => `${String(x + (index % w))},${String(y + Math.floor(index / w))}`,
            ),
        );
        expect(new Set(cells).size).toBe(cells.length);
        expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
        expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    });

    it('asks by the variables that it has', () => {
        const names = readDashboard().templating.list.map(({ name }) => name);
        const asked = panels.flatMap(({ targets = [] }) =>
            targets.flatMap(({ expr }) => Array.from(expr.matchAll(/\$(\w+)/g), ([, name = '']) => name)),
        );
        expect(new Set(asked)).toEqual(new Set([...names.filter((name) => name !== 'datasource'), '__rate_interval']));
    });
});

function named(name: string) {
    return (instruction: Instruction): boolean => instruction.name === name;
}

describe('deploy/Dockerfile', () => {
    const instructions = parseDockerfile(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8'));
    const copies = instructions.filter(named('COPY')).map(parseCopy);
    const example = join(ROOT, 'examples/asset-transfer');

    it('copies what a package has', () => {
        const sources = copies.filter(({ from }) => from === undefined).flatMap((copy) => copy.sources);
        // Those of a workspace have one lock file together, at its top.
        const missing = sources.filter((path) => !existsSync(join(example, path)) && !existsSync(join(ROOT, path)));
        expect(missing).toEqual([]);
        expect(sources).toContain('package-lock.json');
        const { scripts } = readManifest('examples/asset-transfer') as { readonly scripts?: Record<string, string> };
        expect(scripts).toHaveProperty('build');
    });

    it('copies from stages that come before', () => {
        const stages = instructions.filter(named('FROM')).map(({ text }) => / AS (\S+)$/.exec(text)?.[1]);
        const fromStages = copies.flatMap(({ from }) => (from === undefined ? [] : [from]));
        expect(fromStages.length).toBeGreaterThan(0);
        expect(fromStages.filter((stage) => !stages.includes(stage))).toEqual([]);
        expect(stages.at(-1)).toBeUndefined();
    });

    it('installs what the lock file says, without scripts, and nothing for development', () => {
        const installs = instructions.filter(({ name, text }) => name === 'RUN' && text.startsWith('npm ci'));
        expect(installs.map(({ text }) => text)).toEqual([
            'npm ci --ignore-scripts',
            'npm ci --omit=dev --ignore-scripts',
        ]);
    });

    it('starts the command itself, so that signals reach it', () => {
        const command = instructions.filter(named('CMD')).flatMap(parseCommand);
        const { bin } = readManifest('packages/cli') as { readonly bin?: Record<string, string> };
        expect(command).toEqual([`node_modules/.bin/${Object.keys(bin ?? {}).join()}`, 'server']);
    });

    it('exposes the ports of deployment.yaml', () => {
        const { spec } = workloadIn('base/deployment.yaml');
        const ports = spec.template.spec.containers[0].ports.map(({ containerPort }) => String(containerPort));
        expect(instructions.find(named('EXPOSE'))?.text.split(' ')).toEqual(ports);
    });
});
