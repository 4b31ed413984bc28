import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FABRIC_COMMANDS, type FabricLine } from './fabric-binaries';

/** What is built where no binaries are found; both need LEAST_GO and have no replace directives. */
const SOURCES: Readonly<Record<FabricLine, { readonly version: string; readonly commit: string }>> = {
    '2.5': { version: 'v2.5.16', commit: 'f871cf92a026aba7b12e6f06d71ded3e6e659d71' },
    '3.1': { version: 'v3.1.5', commit: '86c1172bec37e6590c6b1ae6f847833df48d65fc' },
};
const LEAST_GO = '1.26.4';
const MODULE = 'github.com/hyperledger/fabric';
const VERSION_VARIABLE = `${MODULE}/common/metadata.Version`;
/** How long Go's module client may take to find out whether the commit is available. */
const PROBE_MS = 60_000;
/** Git-ignored. */
const BUILDS = join(__dirname, '../../fabric/.binaries');

/** The folder of the built commands, or why they cannot be built here. */
export type Built = { readonly folder: string } | { readonly missing: string };

export interface BuildOptions {
    /** Default: this process's. */
    readonly environment?: NodeJS.ProcessEnv;
    /** Where builds are kept, each in a folder named after its commit. Default: conformance/fabric/.binaries. */
    readonly builds?: string;
}

interface GoRun {
    readonly passed: boolean;
    readonly output: string;
}

/** Runs Go's command; it is ended behind `timeout` milliseconds. Default: never. */
type Go = (args: readonly string[], timeout?: number) => GoRun;

/**
 * Builds Fabric's commands of a line from its module, once: a build is kept by its commit.
 * @throws Error where the modules are here, but do not compile
 */
export function buildFabric(
    line: FabricLine,
    { environment = process.env, builds = BUILDS }: BuildOptions = {},
): Built {
    const { version, commit } = SOURCES[line];
    const folder = join(builds, commit);
    if (existsSync(folder)) return { folder };
    mkdirSync(builds, { recursive: true });
    const work = mkdtempSync(join(builds, 'build-'));
    try {
        writeFileSync(join(work, 'go.mod'), 'module binaries\n');
        const go = goIn(work, environment);
        const missing = whyNoGo(go) ?? whyNoModules(go, commit);
        if (missing !== undefined) return { missing: `Fabric ${version} cannot be built from its module: ${missing}` };
        compile(go, join(work, 'bin'), version);
        // At its place only when it is whole.
        renameSync(join(work, 'bin'), folder);
        return { folder };
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

function goIn(folder: string, environment: NodeJS.ProcessEnv): Go {
    // A Go workspace around the repository must not count, and git must not ask for a password.
    const env = { ...environment, CGO_ENABLED: '0', GOWORK: 'off', GIT_TERMINAL_PROMPT: '0' };
    return (args, timeout) => {
        const { status, stdout, stderr, error } = spawnSync('go', args, {
            cwd: folder,
            env,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'pipe'],
            timeout,
        });
        if (error === undefined) return { passed: status === 0, output: `${stdout}${stderr}`.trim() };
        const isLate = 'code' in error && error.code === 'ETIMEDOUT';
        return { passed: false, output: isLate ? `no answer within ${(timeout ?? 0) / 1000} s` : error.message };
    };
}

function whyNoGo(go: Go): string | undefined {
    const { passed, output } = go(['env', 'GOVERSION', 'GOTOOLCHAIN']);
    if (!passed) return 'there is no Go on PATH';
    const [version = '', toolchain = ''] = output.split('\n');
    // Where it may, Go fetches the version that a module asks for.
    if (/^auto$|\+auto$/.test(toolchain) || !isOlder(version)) return undefined;
    return goTooOld(version, toolchain);
}

function whyNoModules(go: Go, commit: string): string | undefined {
    const probe = go(['list', '-m', '-mod=mod', `${MODULE}@${commit}`], PROBE_MS);
    // Packages and not the module alone, so that the sums of all that they import are there.
    const got = probe.passed
        ? go(['get', ...FABRIC_COMMANDS.map((command) => `${packageOf(command)}@${commit}`)])
        : probe;
    if (got.passed) return undefined;
    const [, running = ''] = /requires go >= \S+ \(running (go [^;)]+|go\d[^;)]*)/.exec(got.output) ?? [];
    return running === ''
        ? `modules unreachable: ${got.output.split('\n').join(' ')}`
        : goTooOld(running.replace('go ', 'go'), 'local');
}

function goTooOld(version: string, toolchain: string): string {
    return `Go too old: ${version} with GOTOOLCHAIN=${toolchain}; it takes Go ${LEAST_GO}, or GOTOOLCHAIN=auto`;
}

/** `go1.26.3` is older than LEAST_GO; what has no number, as Go's own development has, is not. */
function isOlder(version: string): boolean {
    const [, major, minor, patch = '0'] = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
    if (major === undefined || minor === undefined) return false;
    const numbers = [major, minor, patch].map(Number);
    const least = LEAST_GO.split('.').map(Number);
    const at = numbers.findIndex((number, index) => number !== least[index]);
    return at >= 0 && (numbers[at] ?? 0) < (least[at] ?? 0);
}

function compile(go: Go, folder: string, version: string): void {
    mkdirSync(folder);
    const flags = ['-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags', `-s -w -X ${VERSION_VARIABLE}=${version}`];
    const { passed, output } = go(['build', ...flags, '-o', folder, ...FABRIC_COMMANDS.map(packageOf)]);
    if (!passed) throw new Error(`Fabric ${version} does not compile: ${output}`);
}

function packageOf(command: string): string {
    return `${MODULE}/cmd/${command}`;
}
