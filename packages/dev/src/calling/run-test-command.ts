import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandError, ConfigurationError, reasonOf } from 'heddle/command';

/** Where and with what a command is run. */
export interface TestCommand {
    /** The program, and its arguments. */
    readonly command: readonly string[];
    readonly folder: string;
    readonly env: NodeJS.ProcessEnv;
    /** What does not happen where it fails: `its calls are not compared`. */
    readonly undone: string;
}

/**
 * Runs what stands behind `--`, such as a test run, whose transactions are looked at. It has the terminal's output.
 *
 * @throws ConfigurationError where there is no such program, CommandError where it fails
 */
export async function runTestCommand({ command, folder, env, undone }: TestCommand): Promise<void> {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const [code, signal] = (await once(child, 'close').catch((cause: unknown) => {
        throw new ConfigurationError(
            `${program} cannot be run in ${folder} (${reasonOf(cause)}): put a command behind -- as the shell has it, such as npx jest`,
            { cause },
        );
    })) as [number | null, NodeJS.Signals | null];
    if (code === 0) return;
    const end = code === null ? `was ended by ${String(signal)}` : `failed, exit code ${code}`;
    throw new CommandError(2, `${command.join(' ')} ${end}: ${undone}`);
}
