import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CommandError } from 'heddle/command';
import type { Replayed } from './outcome';
import type { Variant } from './variants';

const REPLAY = join(__dirname, 'replay-process.js');
/** What it says of why it ended. */
const MOST_TOLD = 2000;

/** What is run, and what with. */
export interface Replay {
    /** A file of recorded calls. */
    readonly calls: string;
    /** The folder of the package, absolute. */
    readonly folder: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
}

/**
 * Runs the recorded calls in a process of their own.
 * @returns what came of each, in order; a process that has not survived one has fewer of them
 * @throws CommandError where it has run none
 */
export async function runVariant(variant: Variant, replay: Replay): Promise<Replayed[]> {
    const { calls, folder, signal } = replay;
    const { node, flags, circumstances, currentFolder = folder } = variant;
    const args = ['--enable-source-maps', ...flags, REPLAY, calls, folder, JSON.stringify(circumstances)];
    const child = spawn(node, args, {
        cwd: currentFolder,
        env: { ...replay.variables, ...variant.variables },
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
        signal,
    });
    const outcomes: Replayed[] = [];
    let told = '';
    child.stderr?.on('data', (data: Buffer) => {
        if (told.length < MOST_TOLD) told += data.toString();
    });
    const lines = createInterface(child.stdio[3] as Readable); // a pipe, as above
    lines.on('line', (line) => {
        outcomes.push(JSON.parse(line) as Replayed); // of our own process
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (outcomes.length === 0 && code !== 0)
        throw new CommandError(
            2,
            `the calls cannot be run with ${variant.name}: ${told.trim() || `exit code ${code}`}`,
        );
    return outcomes;
}
