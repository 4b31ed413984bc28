import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ShellOptions {
    readonly cwd: string;
    /** Variables of the command; default those of this process. */
    readonly env?: NodeJS.ProcessEnv;
    /** Kills the command, and what it started. */
    readonly signal?: AbortSignal;
}

/**
 * Runs a command line to its end.
 *
 * @returns what it wrote to standard output
 * @throws Error with all that it wrote, where it fails or is killed
 */
export async function runShell(command: string, { cwd, env = process.env, signal }: ShellOptions): Promise<string> {
    signal?.throwIfAborted();
    // A process group of its own, so that a package manager does not outlive the shell that runs it.
    const child = spawn('sh', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    }
    const kill = (): void => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', kill);
    const [code, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    signal?.removeEventListener('abort', kill);
    if (code !== 0)
        throw new Error(`${command} failed with ${String(code ?? killedBy)}:\n${output.stdout}${output.stderr}`);
    return output.stdout;
}
