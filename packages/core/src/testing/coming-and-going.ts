import { once } from 'node:events';
import { connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import { setImmediate } from 'node:timers/promises';
import { chaincodeService } from '@heddle/protocol';
import type { ServedTransport } from './served-transport';

/** The headers of a call of `Connect`. */
export const CONNECT_CALL: OutgoingHttpHeaders = {
    ':method': 'POST',
    ':path': chaincodeService.connect.path,
    'content-type': 'application/grpc',
    te: 'trailers',
};

/**
 * Has clients dial a transport, call it and leave, each in one of three ways, and waits until the process holds no more
 * than before.
 *
 * @returns how many sockets and timers were there before, and are now
 */
export async function comeAndGo(served: ServedTransport, times: number): Promise<{ before: number; after: number }> {
    // The first ones make what is kept for good.
    for (let round = 0; round < 20; round++) await visit(served, round);
    const before = handles();
    for (let round = 0; round < times; round++) await visit(served, round);
    while (handles() > before) await setImmediate();
    return { before, after: handles() };
}

async function visit(served: ServedTransport, round: number): Promise<void> {
    const client = connect(`http://127.0.0.1:${served.port}`);
    client.on('error', () => undefined);
    const stream = client.request(CONNECT_CALL);
    stream.on('error', () => undefined);
    const server = await served.opened();
    const reading = server.incoming[Symbol.asyncIterator]()
        .next()
        .catch(() => undefined);
    const leave = (): void => {
        client.close();
    };
    if (round % 3 === 0) client.destroy();
    else if (round % 3 === 1) stream.close(constants.NGHTTP2_CANCEL, leave);
    else stream.end(leave);
    await Promise.all([reading, once(client, 'close'), reading.then(() => server.close())]);
}

/** How many sockets and timers keep this process alive. */
function handles(): number {
    return process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length;
}
