import { once } from 'node:events';
import { connect } from 'node:net';
import { parseDialledAddress } from 'heddle/command';
import { findConnection } from './connection-file';
import type { DevConnection } from './dev-connection';

/** It is on this machine, where refusals are instant. */
const ANSWER_MS = 1000;

/**
 * Finds the network that another `heddle dev` runs for the package in this folder.
 *
 * @returns undefined if its gateway does not answer: the id of a process that was killed may be somebody else's by now
 */
export async function findOtherNetwork(packageFolder: string): Promise<DevConnection | undefined> {
    const connection = readConnection(packageFolder);
    if (connection === undefined || connection.processId === process.pid) return undefined;
    return (await answers(connection.gateway)) ? connection : undefined;
}

/** A file in another form is nobody's that could be called: it is written anew. */
function readConnection(packageFolder: string): DevConnection | undefined {
    try {
        return findConnection(packageFolder);
    } catch {
        return undefined;
    }
}

async function answers(gateway: string): Promise<boolean> {
    const address = parseDialledAddress(gateway);
    if (address === undefined) return false;
    const socket = connect(address);
    try {
        await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_MS) });
        return true;
    } catch {
        return false;
    } finally {
        socket.destroy();
    }
}
