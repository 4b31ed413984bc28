import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

/** What came of a build. */
export interface BuildResult {
    /** The command that failed, and why; undefined if none did. */
    readonly failure: string | undefined;
    /** What the commands printed. */
    readonly output: string;
}

/** A compiler that goes on and on about errors is heard this far. */
const LONGEST_OUTPUT = 64 * 1024;

/**
 * Runs commands in a package's folder one after the other, until one fails. They find what the package has installed, as
 * under `npm run`, without the time that npm takes to start.
 *
 * @param signal ends the build, with everything that it has started
 */
export async function runBuild(
    steps: readonly string[],
    { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<BuildResult> {
    let output = '';
    for (const step of steps) {
        const result = await runStep(step, folder, signal);
        output += result.output;
        if (result.failure !== undefined) return { ...result, output };
    }
    return { failure: undefined, output };
}

async function runStep(command: string, folder: string, signal: AbortSignal): Promise<BuildResult> {
    if (signal.aborted) return { failure: `${command} was not run`, output: '' };
    // A group of its own: the shell's children end with it, and Ctrl-C is for us to handle.
    const isGroup = process.platform !== 'win32';
    const child = spawn(command, {
        cwd: folder,
        shell: true,
        detached: isGroup,
        env: { ...process.env, PATH: pathFrom(folder) },
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = (): void => {
        if (child.pid === undefined || child.exitCode !== null) return;
        process.kill(isGroup ? -child.pid : child.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', end);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
            if (output.length < LONGEST_OUTPUT) output += text;
        });
    const failure = await new Promise<string | undefined>((resolve) => {
        child.once('error', (error) => {
            resolve(`${command} cannot be run: ${error.message}`);
        });
        child.once('close', (code, name) => {
            resolve(code === 0 ? undefined : `${command} failed with ${String(code ?? name)}`);
        });
    });
    signal.removeEventListener('abort', end);
    return { failure, output };
}

/** The commands of this package's dependencies first, then those of the packages around it. */
function pathFrom(folder: string): string {
    const folders = [join(folder, 'node_modules', '.bin')];
    for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(join(dirname(at), 'node_modules', '.bin'));
    return [...folders, process.env['PATH'] ?? ''].join(delimiter);
}
