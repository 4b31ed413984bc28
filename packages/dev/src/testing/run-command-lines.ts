import { join } from 'node:path';
import { type EndedCommandLine, runCommandLines as run } from '@heddle/command-testing';

export type Ended = EndedCommandLine;

/** How command lines end that are run in a folder. */
export async function runCommandLines(
    cwd: string,
    commandLines: readonly (readonly string[])[],
): Promise<readonly Ended[]> {
    return run({ file: join(__dirname, '../developer-commands.js'), name: 'developerCommands.run' }, commandLines, cwd);
}
