import { createRequire } from 'node:module';
import type { Connect } from '../channel/connect-options';
import type * as connection from './dial';
import type { Connection } from './dial';

/**
 * Connects to a chaincode, by its server's address or by the function that gives a stream.
 * @throws Error in the peer's words
 */
export async function openConnection(connect: Connect): Promise<Connection> {
    if (typeof connect !== 'function') return loadConnection().dial(connect);
    const stream = await connect();
    return { stream, close: () => stream.close() };
}

/** grpc-js takes as long to load as the rest of the package: chaincode in the same process does without it. */
function loadConnection(): typeof connection {
    return createRequire(__filename)('./dial') as typeof connection;
}
