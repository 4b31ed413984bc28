import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What came of a tool. */
export interface ToolResult {
    /** Undefined: it did not start, or was killed. */
    readonly exitCode: number | undefined;
    /** What it wrote to standard output, where that is not shown. */
    readonly output: string;
}

/**
 * Runs a command of another program to its end.
 *
 * @param shown whether the person sees what it prints; standard error is shown with it
 */
export async function runTool(command: string, cwd: string, shown: boolean): Promise<ToolResult> {
    const [name = '', ...args] = command.split(' ');
    const stdio = shown ? ('inherit' as const) : ('pipe' as const);
    // On Windows npm is a script, which only a shell can start.
    const shell = process.platform === 'win32';
    const child = spawn(name, args, { cwd, shell, stdio: ['ignore', stdio, stdio] });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.resume();
    try {
        const [code] = (await once(child, 'close')) as [number | null];
        return { exitCode: code ?? undefined, output };
    } catch {
        return { exitCode: undefined, output }; // there is no such program
    }
}
