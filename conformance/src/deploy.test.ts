import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type Instruction, parseCommand, parseCopy, parseDockerfile } from './image/dockerfile';
import { readManifest, ROOT } from './repository/source-files';

const KUBERNETES = join(ROOT, 'deploy', 'kubernetes');
/** How long a server may take to see its streams off when the transactions are over. */
const CLOSING_SECONDS = 5;

interface Probe {
    readonly httpGet: { readonly path: string; readonly port: string };
    readonly periodSeconds: number;
    readonly failureThreshold: number;
}

interface Container {
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly readinessProbe: Probe;
    readonly livenessProbe: Probe;
    readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
}

interface Deployment {
    readonly metadata: { readonly name: string };
    readonly spec: {
        readonly selector: { readonly matchLabels: object };
        readonly template: {
            readonly metadata: { readonly labels: object };
            readonly spec: {
                readonly terminationGracePeriodSeconds: number;
                readonly securityContext: { readonly runAsNonRoot: boolean; readonly runAsUser: number };
                readonly containers: readonly [Container];
                readonly volumes: readonly {
                    readonly name: string;
                    readonly secret: { readonly secretName: string };
                }[];
            };
        };
    };
}

interface Service {
    readonly metadata: { readonly name: string };
    readonly spec: {
        readonly selector: object;
        readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
    };
}

interface Autoscaler {
    readonly spec: {
        readonly scaleTargetRef: { readonly kind: string; readonly name: string };
        readonly minReplicas: number;
        readonly maxReplicas: number;
    };
}

function manifest(name: string): unknown {
    return parse(readFileSync(join(KUBERNETES, name), 'utf8'), { strict: true });
}

function portOf(container: Container, name: string): number | undefined {
    return container.ports.find((port) => port.name === name)?.containerPort;
}

function portIn(address: string | undefined): number {
    return Number(address?.split(':').at(-1));
}

describe('deploy/kubernetes', () => {
    const deployment = manifest('deployment.yaml') as Deployment;
    const service = manifest('service.yaml') as Service;
    const autoscaler = manifest('horizontal-pod-autoscaler.yaml') as Autoscaler;
    const { spec: pod } = deployment.spec.template;
    const [container] = pod.containers;
    const variables = new Map(container.env.map(({ name, value }) => [name, value]));

    it('sets variables that the command knows', () => {
        const reference = readFileSync(join(ROOT, 'docs/reference/cli/server.md'), 'utf8');
        expect([...variables.keys()].filter((name) => !reference.includes(`\`${name}\``))).toEqual([]);
        expect([...variables.values()].filter((value) => typeof value !== 'string')).toEqual([]);
    });

    it('probes pages that the operations address serves, on the port that it is told', () => {
        const { readinessProbe, livenessProbe } = container;
        const operations = readFileSync(join(ROOT, 'packages/cli/src/operations/operations.ts'), 'utf8');
        for (const { httpGet } of [readinessProbe, livenessProbe]) {
            expect(operations).toContain(`'${httpGet.path}'`);
            expect(portOf(container, httpGet.port)).toBe(portIn(variables.get('CORE_OPERATIONS_ADDRESS')));
        }
        expect([readinessProbe.httpGet.path, livenessProbe.httpGet.path]).toEqual(['/readyz', '/healthz']);
    });

    it('kills no server that computes for as long as peers wait, which is 30 s', () => {
        const { periodSeconds, failureThreshold } = container.livenessProbe;
        expect(periodSeconds * (failureThreshold - 1)).toBeGreaterThanOrEqual(30);
    });

    it('leads the service to the port where the server listens', () => {
        const [port] = service.spec.ports;
        expect(service.spec.ports).toHaveLength(1);
        expect(portOf(container, port?.targetPort ?? '')).toBe(portIn(variables.get('CORE_CHAINCODE_ADDRESS')));
        expect(service.spec.selector).toEqual(deployment.spec.template.metadata.labels);
        expect(deployment.spec.selector.matchLabels).toEqual(deployment.spec.template.metadata.labels);
    });

    it('waits for longer than the server drains', () => {
        const drain = Number(variables.get('CORE_SHUTDOWN_GRACE_MS')) / 1000;
        const [command, seconds] = container.lifecycle.preStop.exec.command;
        expect([command, drain]).toEqual(['sleep', 25]);
        expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(Number(seconds) + drain + CLOSING_SECONDS);
    });

    it('mounts the files of TLS as a folder, in which a renewed secret arrives', () => {
        const [mount] = container.volumeMounts;
        const named = container.env.filter(({ name }) => name.includes('_TLS_')).map(({ value }) => value);
        expect(named).toHaveLength(3);
        expect(named.filter((file) => !file.startsWith(`${String(mount?.mountPath)}/`))).toEqual([]);
        expect(mount?.subPath).toBeUndefined();
        expect(pod.volumes.map(({ name }) => name)).toEqual([mount?.name]);
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

    it('scales the deployment, where it is asked to', () => {
        const { scaleTargetRef, minReplicas, maxReplicas } = autoscaler.spec;
        expect(scaleTargetRef).toMatchObject({ kind: 'Deployment', name: deployment.metadata.name });
        expect(maxReplicas).toBeGreaterThan(minReplicas);
        const { resources } = manifest('kustomization.yaml') as { readonly resources: readonly string[] };
        expect(resources.filter((name) => !readdirSync(KUBERNETES).includes(name))).toEqual([]);
        expect(resources).not.toContain('horizontal-pod-autoscaler.yaml');
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
        const { spec } = manifest('deployment.yaml') as Deployment;
        const ports = spec.template.spec.containers[0].ports.map(({ containerPort }) => String(containerPort));
        expect(instructions.find(named('EXPOSE'))?.text.split(' ')).toEqual(ports);
    });
});
