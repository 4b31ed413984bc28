import type { ChaincodeEvent } from '@hyperledger/fabric-gateway';
import { writeOutput } from 'heddle/command';
import type { EventOptions } from '../input/event-options';
import { toEventLines } from './event-line';
import { parseCount, resolveEventStart } from './event-start';
import { explainFailure } from './explain-failure';
import { openGateway } from './gateway-client';
import { type ConnectionRequest, resolveConnection } from './resolve-connection';

/** What `heddle events` was given. */
export interface EventsRequest extends ConnectionRequest {
    readonly options: EventOptions;
}

/**
 * Prints events until there were as many as asked for, nobody reads them any more, or the signal aborts.
 *
 * @throws ConfigurationError if something that was given cannot work, CommandError if the connection fails
 */
export async function runEvents(request: EventsRequest, signal: AbortSignal): Promise<void> {
    const connection = resolveConnection(request);
    const { count } = request.options;
    const most = count === undefined ? Infinity : parseCount(count, '--count');
    const { from, file } = resolveEventStart(request.options);
    using client = openGateway(connection);
    const isTold = (): boolean => signal.aborted;
    if (most === 0) return;
    try {
        using events = await client.network.getChaincodeEvents(connection.chaincode, from);
        signal.addEventListener('abort', () => {
            events.close();
        });
        if (isTold()) return;
        // What is on its way when the signal comes is not printed, and so not remembered either.
        await printEach(events, most, (event) => file?.handled(event));
    } catch (error) {
        // To be told to end cancels the call, which is a failure to the client library.
        if (isTold()) return;
        throw await explainFailure(error, { what: 'events', connection });
    }
}

/**
 * Prints all that one event of Fabric tells of, also where that is more than was asked for: a checkpoint is behind it or
 * before it, not in between.
 * @param handled is told of each event of Fabric that has been printed
 */
async function printEach(
    events: AsyncIterable<ChaincodeEvent>,
    most: number,
    handled: (event: ChaincodeEvent) => void,
): Promise<void> {
    let printed = 0;
    for await (const event of events) {
        const lines = toEventLines(event);
        if (!(await writeOutput(lines.join('')))) return;
        handled(event);
        printed += lines.length;
        if (printed >= most) return;
    }
}
