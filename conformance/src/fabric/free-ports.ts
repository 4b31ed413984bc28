import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Finds ports of 127.0.0.1 that are free, all of them different. Taken by nobody yet: use them soon. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = Array.from({ length: count }, () => createServer());
    const ports: number[] = [];
    for (const server of servers) {
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        ports.push((server.address() as AddressInfo).port);
    }
    for (const server of servers) server.close();
    return ports;
}
