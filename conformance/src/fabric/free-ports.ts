import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below what systems give to outgoing connections: a port of those can be taken by any client before its server starts,
 * which ends a peer of Fabric.
 */
const FIRST_PORT = 10_000;
const BEHIND_LAST_PORT = 32_000;
const MOST_TRIES = 100;

/** Finds ports of 127.0.0.1 that are free, all of them different. Taken by nobody yet: use them soon. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = new Map<number, Server>();
    for (let tries = 0; servers.size < count; tries += 1) {
        if (tries > count + MOST_TRIES) throw new Error(`${count} free ports were not found in ${tries} tries`);
        const port = randomInt(FIRST_PORT, BEHIND_LAST_PORT);
        const server = await listenOn(port);
        if (server !== undefined) servers.set(port, server);
    }
    for (const server of servers.values()) server.close();
    return [...servers.keys()];
}

/** Undefined where somebody has the port already, one of these servers too. */
async function listenOn(port: number): Promise<Server | undefined> {
    const server = createServer().listen(port, '127.0.0.1');
    try {
        await once(server, 'listening');
        return server;
    } catch {
        return undefined;
    }
}
