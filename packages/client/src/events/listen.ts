import type { ChaincodeEvent, CloseableAsyncIterable, Network } from '@hyperledger/fabric-gateway';
import type { Codec } from '../codecs/codec';
import { Payload } from '../codecs/payload';
import { CodecProblem } from '../codecs/problem';
import { ResultMismatch } from '../errors/result-mismatch';
import type { ContractEvent, EventOptions, EventOrigin, EventStream } from './contract-event';
import { type EmittedEvent, unfoldEvent } from './unfold-event';

/** Which events are listened to. */
export interface EventSource {
    readonly network: Network;
    readonly chaincode: string;
    /** How their payloads are read, by their names. */
    readonly codecs: Readonly<Record<string, Codec<unknown>>>;
}

/** Listens to the events of a chaincode. */
export function listen<E>(source: EventSource, options: EventOptions): EventStream<E> {
    const { startBlock, checkpointer: checkpoint, signal } = options;
    const opened = source.network.getChaincodeEvents(source.chaincode, {
        ...(startBlock !== undefined && { startBlock }),
        ...(checkpoint !== undefined && { checkpoint }),
    });
    const ending = new AbortController();
    const close = (): void => {
        ending.abort();
        signal?.removeEventListener('abort', close);
        // Where opening fails, the iteration throws it.
        opened
            .then((events) => {
                events.close();
            })
            .catch(() => undefined);
    };
    signal?.addEventListener('abort', close, { once: true });
    if (signal?.aborted === true) close();
    return {
        close,
        [Symbol.dispose]: close,
        [Symbol.asyncIterator]: () => iterate<E>(source, opened, { options, ending: ending.signal, close }),
    };
}

interface Listening {
    readonly options: EventOptions;
    /** Aborted when it was closed. */
    readonly ending: AbortSignal;
    readonly close: () => void;
}

/** Ends silently when it is closed, which is a failure to the gateway client. */
async function* iterate<E>(
    source: EventSource,
    opened: Promise<CloseableAsyncIterable<ChaincodeEvent>>,
    listening: Listening,
): AsyncGenerator<ContractEvent<E>, void, undefined> {
    try {
        yield* decodeEach<E>(source, await opened, listening);
    } catch (error) {
        if (!listening.ending.aborted) throw error;
    } finally {
        listening.close();
    }
}

/** Whoever asks for the next one has handled those before. */
async function* decodeEach<E>(
    source: EventSource,
    events: AsyncIterable<ChaincodeEvent>,
    { options: { checkpointer }, ending }: Listening,
): AsyncGenerator<ContractEvent<E>, void, undefined> {
    for await (const event of events) {
        if (ending.aborted) return;
        const remember = async (): Promise<void> => checkpointer?.checkpointChaincodeEvent(event);
        yield* decodeAll<E>(event, source, remember);
        await remember();
    }
}

function* decodeAll<E>(
    event: ChaincodeEvent,
    source: EventSource,
    remember: () => Promise<void>,
): Generator<ContractEvent<E>> {
    const { transactionId, blockNumber } = event;
    const emitted = unfoldEvent(event);
    for (const [index, one] of emitted.entries()) {
        const isLast = index === emitted.length - 1;
        const checkpoint = isLast ? remember : async (): Promise<void> => Promise.resolve();
        yield decode<E>(one, { transactionId, blockNumber, checkpoint }, source);
    }
}

function decode<E>(
    { name, payload }: EmittedEvent,
    origin: EventOrigin,
    { codecs, chaincode }: EventSource,
): ContractEvent<E> {
    const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined;
    if (codec === undefined) {
        return { ...origin, name: undefined, undeclaredName: name, payload: new Payload(payload) };
    }
    try {
        const value: unknown = codec.fromResult(payload, 'its payload');
        return { ...origin, name, payload: value } as ContractEvent<E>; // the codec of that name
    } catch (error) {
        if (!(error instanceof CodecProblem)) throw error;
        const { transactionId, blockNumber } = origin;
        const what = `event ${name} of ${chaincode}, of transaction ${transactionId} in block ${blockNumber}, is not what was declared`;
        throw new ResultMismatch(what, error.message, { payload, transactionId });
    }
}
