import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';

/** The launcher of the command. */
export const HEDDLE = join(ROOT, 'packages', 'cli', 'bin', 'heddle.js');

/** What a program has left behind. */
export interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

export interface RunOptions {
    readonly cwd: string;
    /** All of its variables; default: no variables. */
    readonly env?: Readonly<Record<string, string>>;
    /** After which it is ended. Default: never. */
    readonly timeoutMs?: number;
}

/** Runs a program of Node to its end. @param args the file of the program, and its arguments */
export async function runProgram(args: readonly string[], { cwd, env = {}, timeoutMs }: RunOptions): Promise<Ended> {
    const child = spawn(process.execPath, args, { cwd, env, timeout: timeoutMs });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    }
    const [code] = (await once(child, 'close')) as [number];
    return { code, ...output };
}
