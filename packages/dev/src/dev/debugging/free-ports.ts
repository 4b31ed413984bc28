import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { CommandError, reasonOf } from 'heddle/command';

const HOST = '127.0.0.1';

/**
 * Finds ports for debuggers: as many as are needed, one after the other.
 *
 * @param first 0 for any that are free
 * @throws CommandError if one is in use
 */
export async function findDebuggerPorts(first: number, count: number): Promise<number[]> {
    const ports: number[] = [];
    for (let index = 0; index < count; index++) ports.push(await freePort(first === 0 ? 0 : first + index));
    return ports;
}

async function freePort(wanted: number): Promise<number> {
    const server = createServer();
    try {
        await once(server.listen(wanted, HOST), 'listening');
    } catch (cause) {
        const remedy = 'give --inspect another one, as --inspect=9329, or 0 for any that is free';
        throw new CommandError(
            1,
            `port ${wanted} for the debugger cannot be listened at (${reasonOf(cause)}): ${remedy}`,
            {
                cause,
            },
        );
    }
    // A server that listens by TCP has such an address.
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
}
