import type { ChaincodeEvent, CloseableAsyncIterable, Network } from '@hyperledger/fabric-gateway';
import type { Codec } from '../codecs/codec';
import { Payload } from '../codecs/payload';
import { CodecProblem } from '../codecs/problem';
import { ResultMismatch } from '../errors/result-mismatch';
import type { ContractEvent, EventOptions, EventOrigin, EventStream, MismatchedEvent } from './contract-event';
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
    // A loop that begins later throws it; until then, nobody may be waiting.
    opened.catch(() => undefined);
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

async function* iterate<E>(
    source: EventSource,
    opened: Promise<CloseableAsyncIterable<ChaincodeEvent>>,
    listening: Listening,
): AsyncGenerator<ContractEvent<E>, void, undefined> {
    try {
        yield* decodeEach<E>(source, untilClosed(opened, listening.ending), listening);
    } finally {
        listening.close();
    }
}

/** Ends silently when it is closed, which is a failure to the gateway client. What others throw is one then as well. */
async function* untilClosed(
    opened: Promise<AsyncIterable<ChaincodeEvent>>,
    ending: AbortSignal,
): AsyncGenerator<ChaincodeEvent, void, undefined> {
    try {
        yield* await opened;
    } catch (error) {
        if (!ending.aborted) throw error;
    }
}

/** Whoever asks for the next one has handled those before. */
async function* decodeEach<E>(
    source: EventSource,
    events: AsyncIterable<ChaincodeEvent>,
    { options: { checkpointer, onMismatch }, ending }: Listening,
): AsyncGenerator<ContractEvent<E>, void, undefined> {
    for await (const event of events) {
        if (ending.aborted) return;
        const remember = async (): Promise<void> => checkpointer?.checkpointChaincodeEvent(event);
        yield* decodeAll<E>(emittedBy(event, remember), source, onMismatch);
        await remember();
    }
}

async function* decodeAll<E>(
    all: ReturnType<typeof emittedBy>,
    source: EventSource,
    onMismatch: EventOptions['onMismatch'],
): AsyncGenerator<ContractEvent<E>, void, undefined> {
    for (const { emitted, origin } of all) {
        const decoded = decode<E>(emitted, origin, source);
        if ('mismatch' in decoded) await takeMismatch(decoded, onMismatch);
        else yield decoded;
    }
}

async function takeMismatch(event: MismatchedEvent, take: EventOptions['onMismatch']): Promise<void> {
    if (take === undefined) throw event.mismatch;
    await take(event);
}

/** The events of a transaction; the last one's checkpoint is that of all. */
function emittedBy(
    event: ChaincodeEvent,
    remember: () => Promise<void>,
): { readonly emitted: EmittedEvent; readonly origin: EventOrigin }[] {
    const { transactionId, blockNumber } = event;
    const all = unfoldEvent(event);
    return all.map((emitted, index) => {
        const isLast = index === all.length - 1;
        const checkpoint = isLast ? remember : async (): Promise<void> => Promise.resolve();
        return { emitted, origin: { transactionId, blockNumber, checkpoint } };
    });
}

function decode<E>(
    { name, payload }: EmittedEvent,
    origin: EventOrigin,
    { codecs, chaincode }: EventSource,
): ContractEvent<E> | MismatchedEvent {
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
        const mismatch = new ResultMismatch(what, error.message, { payload, transactionId });
        return { ...origin, name, payload: new Payload(payload), mismatch };
    }
}
