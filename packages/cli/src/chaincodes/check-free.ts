import { once } from 'node:events';
import { createServer } from 'node:net';
import { CommandError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

/**
 * Makes sure that something can listen at an address, by doing so for a moment.
 * @throws CommandError where nothing can
 */
export async function checkFree(address: string): Promise<void> {
    const host = address.slice(0, address.lastIndexOf(':')).replace(/^\[|\]$/g, '');
    const server = createServer((socket) => socket.destroy());
    const listening = once(server, 'listening');
    server.listen({ port: portOf(address), ...(host === '' ? {} : { host }) });
    try {
        await listening;
    } catch (cause) {
        const isTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
        const why = isTaken ? 'the port is in use' : reasonOf(cause);
        throw new CommandError(1, `cannot listen on ${address}: ${why}`, { cause });
    }
    const closed = once(server, 'close');
    server.close();
    await closed;
}

export function portOf(address: string): number {
    return Number(address.slice(address.lastIndexOf(':') + 1));
}
