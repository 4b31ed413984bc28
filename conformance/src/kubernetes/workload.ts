import type { KubernetesObject } from './build-manifests';

/** A probe that asks a page. */
export interface Probe {
    readonly httpGet: { readonly path: string; readonly port: string };
    readonly periodSeconds: number;
    readonly failureThreshold: number;
}

/** A container of a pod, as far as our manifests say it. */
export interface Container {
    readonly name: string;
    readonly command?: readonly string[];
    readonly env: readonly { readonly name: string; readonly value: string }[];
    readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly startupProbe: Probe;
    readonly readinessProbe: Probe;
    readonly livenessProbe: Probe;
    readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
    readonly resources: { readonly limits: { readonly memory: string } };
    readonly securityContext: Readonly<Record<string, unknown>>;
    readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
}

/** A Deployment, as far as our manifests say it. */
export interface Workload extends KubernetesObject {
    readonly spec: {
        readonly replicas?: number;
        readonly selector: { readonly matchLabels: Labels };
        readonly template: {
            readonly metadata: { readonly labels: Labels };
            readonly spec: {
                readonly affinity?: {
                    readonly podAffinity: {
                        readonly preferredDuringSchedulingIgnoredDuringExecution: readonly {
                            readonly podAffinityTerm: { readonly labelSelector: { readonly matchLabels: Labels } };
                        }[];
                    };
                };
                readonly terminationGracePeriodSeconds: number;
                readonly securityContext: { readonly runAsNonRoot: boolean; readonly runAsUser: number };
                readonly containers: readonly [Container];
                readonly volumes?: readonly {
                    readonly name: string;
                    readonly secret: { readonly secretName: string };
                }[];
            };
        };
    };
}

export type Labels = Readonly<Record<string, string>>;

/** Whether a selector takes what has these labels. */
export function isSelected(selector: Labels, labels: Labels): boolean {
    return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

/** The port of a container that has this name. */
export function portOf({ ports }: Container, name: string): number | undefined {
    return ports.find((port) => port.name === name)?.containerPort;
}
