import { runTool } from './run-tool';

/**
 * Makes a folder a git repository, unless it lies in one already.
 *
 * @returns whether there is a new one: there is none without git, either
 */
export async function initRepository(folder: string): Promise<boolean> {
    const { output } = await runTool('git rev-parse --is-inside-work-tree', folder, false);
    if (output.trim() === 'true') return false;
    const { exitCode } = await runTool('git init --quiet --initial-branch=main', folder, false);
    return exitCode === 0;
}
