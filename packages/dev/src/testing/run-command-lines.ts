import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs command lines one after the other: Jest loads no commands when they are wanted, and a process for each takes long. */
const RUN = `
    const { developerCommands } = require(process.argv[1]);
    const serve = () => new Promise(() => undefined);
    const host = { variables: {}, serve, interruption: () => new AbortController().signal };
    const run = (args) => developerCommands.run(args, host).then(() => ({ message: 'done' }), (error) => error);
    void (async () => {
        const ended = [];
        for (const args of JSON.parse(process.argv[2])) ended.push(await run(args));
        console.log(JSON.stringify(ended.map(({ exitCode, message }) => ({ exitCode, message }))));
        process.exit();
    })();`;

export interface Ended {
    /** 2 for what was refused. */
    readonly exitCode?: number;
    readonly message: string;
}

/** How command lines end that are run in a folder. */
export async function runCommandLines(
    cwd: string,
    commandLines: readonly (readonly string[])[],
): Promise<readonly Ended[]> {
    const commands = join(__dirname, '../developer-commands.js');
    const args = ['-e', RUN, commands, JSON.stringify(commandLines)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    return JSON.parse(stdout) as readonly Ended[];
}
