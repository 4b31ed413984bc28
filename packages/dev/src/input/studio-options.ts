import type { Command } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** The options of `heddle studio`. */
export interface StudioOptions extends ConnectionOptions {
    readonly port?: string;
    readonly open?: boolean;
    readonly fromBlock?: string;
    readonly allowEvaluate?: boolean;
}

/** Adds where the page is, and where what it shows begins. */
export function addStudioOptions(command: Command): Command {
    command
        .option('--port <port>', 'port of the page; default: 7060, or any that is free')
        .option('--open', 'open the page in the browser')
        .option('--from-block <number>', 'the first block that is read; default: the last 1,000')
        .option('--allow-evaluate', 'let the page evaluate transactions that are tagged EVALUATE');
    return addConnectionOptions(command);
}
