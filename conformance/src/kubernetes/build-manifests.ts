import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';

/** The folders that an operator applies, below `deploy/kubernetes`. */
export const APPLIED_FOLDERS = ['overlays/one-server', 'overlays/router', 'overlays/tls', 'monitoring'] as const;

export const KUBERNETES = join(ROOT, 'deploy', 'kubernetes');

const SOURCE = join(ROOT, 'conformance', 'kubernetes');

/** Where this is set, what needs Go may not be skipped. */
const IS_REQUIRED = process.env['HEDDLE_GO'] === 'required';

/** Why manifests cannot be built here; undefined where they can. */
export const NO_GO =
    IS_REQUIRED || spawnSync('go', ['version']).status === 0 ? undefined : 'skipped: Go is not installed';

/** An object of Kubernetes, as far as every kind has it. */
export interface KubernetesObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Builds folders of manifests as `kubectl kustomize` does, and decodes them against the types of Kubernetes. */
export class ManifestBuilder {
    readonly #program: string;

    /**
     * Compiles the program that does it.
     *
     * @param folder for the program
     * @throws Error where it does not compile
     */
    constructor(folder: string) {
        this.#program = join(folder, 'manifests');
        const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
        const stdio = ['ignore', 'ignore', 'inherit'] as const;
        execFileSync('go', ['build', '-buildvcs=false', '-ldflags=-s -w', '-o', this.#program, '.'], {
            cwd: SOURCE,
            env,
            stdio: [...stdio],
        });
    }

    /** @throws Error that names the object, and what is wrong with it */
    build(folder: string): readonly KubernetesObject[] {
        const { status, stdout, stderr } = spawnSync(this.#program, [folder], { encoding: 'utf8' });
        if (status !== 0) throw new Error(stderr);
        const built = JSON.parse(stdout) as Readonly<Record<string, readonly KubernetesObject[]>>;
        return built[folder] ?? [];
    }
}
