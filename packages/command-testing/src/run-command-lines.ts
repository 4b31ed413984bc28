import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Loads the command first, and then runs one line after the other. */
const RUN = `
    const [, file, name, lines] = process.argv;
    const run = name.split('.').reduce((value, member) => value[member], require(file));
    const serve = () => new Promise(() => undefined);
    const host = { variables: {}, serve, interruption: () => new AbortController().signal };
    void (async () => {
        const ended = [];
        for (const args of JSON.parse(lines)) ended.push(await run(args, host).then(() => ({ message: 'done' }), (error) => error));
        console.log(JSON.stringify(ended.map(({ exitCode, message }) => ({ exitCode, message }))));
        process.exit();
    })();`;

/** How a command line ended. */
export interface EndedCommandLine {
    /** 2 for what was refused. */
    readonly exitCode?: number;
    readonly message: string;
}

/** A function that takes a command line and its host. */
export interface CommandLineFunction {
    /** Absolute. */
    readonly file: string;
    /** What the file exports it as, such as `runProgram`, or `commands.run`. */
    readonly name: string;
}

/**
 * Runs command lines one after the other, in one process: Jest loads no commands when they are wanted, and a process for each
 * takes long.
 */
export async function runCommandLines(
    { file, name }: CommandLineFunction,
    commandLines: readonly (readonly string[])[],
    cwd?: string,
): Promise<readonly EndedCommandLine[]> {
    const args = ['-e', RUN, file, name, JSON.stringify(commandLines)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    return JSON.parse(stdout) as readonly EndedCommandLine[];
}
