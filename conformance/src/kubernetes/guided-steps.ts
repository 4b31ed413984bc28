import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';

/** One way from a package to a chaincode that runs, as the guide's commands go it. */
export interface GuidedSteps {
    /** The whole command that packages. */
    readonly packaging: string;
    /** The address that it writes into the package. */
    readonly packaged: string;
    /** Where, and what, is applied next: the folder is below `deploy/kubernetes`. */
    readonly namespace: string;
    readonly overlay: string;
    /** The address that is dialled then. */
    readonly dialled: string;
}

const PACKAGING = /^ *heddle package [^`]*?--address '?([^'\s]+)'?[^`]*?> deploy\/\S+$/m;
const APPLYING = /^ *kubectl --namespace (\S+) apply --kustomize deploy\/kubernetes\/(overlays\/\S+)$/m;
const DIALLING = /^ *heddle doctor .*--server (\S+)$/m;

/**
 * Reads the ways that `docs/guide/kubernetes.md` shows: each begins with a package.
 *
 * @throws Error where one of them lacks a step
 */
export function readGuidedSteps(): readonly GuidedSteps[] {
    const guide = readFileSync(join(ROOT, 'docs', 'guide', 'kubernetes.md'), 'utf8');
    return guide
        .split(/^(?= *heddle package )/m)
        .slice(1)
        .map((way) => {
            const [packaging = '', packaged = ''] = PACKAGING.exec(way) ?? [];
            const [, namespace = '', overlay = ''] = APPLYING.exec(way) ?? [];
            const [, dialled = ''] = DIALLING.exec(way) ?? [];
            const steps = { packaging, packaged, namespace, overlay, dialled };
            const missing = Object.entries(steps).filter(([, value]) => value === '');
            if (missing.length === 0) return steps;
            throw new Error(`the guide has no ${missing.map(([name]) => name).join(', ')} in: ${way.slice(0, 200)}`);
        });
}
