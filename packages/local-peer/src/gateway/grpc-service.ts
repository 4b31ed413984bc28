import { once } from 'node:events';
import type {
    handleServerStreamingCall,
    handleUnaryCall,
    MethodDefinition,
    sendUnaryData,
    ServerUnaryCall,
    ServerWritableStream,
    ServiceDefinition,
    UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { statusOf } from './gateway-failure';
import { StartsByTurn } from './starts-by-turn';

/** A gRPC service that a local peer's port offers. */
export interface GrpcService {
    readonly definition: ServiceDefinition;
    readonly implementation: UntypedServiceImplementation;
}

/** A call that waits for its answer. */
export interface WaitingCall {
    /** Is aborted where the call ends without an answer. Made when it is asked for: most handlers do not wait for long. */
    readonly signal: AbortSignal;
}

/** Answers a call, with bytes to bytes. What it throws becomes the call's status. */
export type UnaryHandler = (request: Buffer, call: WaitingCall) => Promise<Buffer>;
/** Answers a call with a stream of messages. It is not asked for the next one before the client has taken those before. */
export type StreamHandler = (request: Buffer, signal: AbortSignal) => AsyncIterable<Buffer>;

/** How a method is answered. */
export type Method = { readonly unary: UnaryHandler } | { readonly stream: StreamHandler };

/** A service of these methods, by their names. */
export function createService(name: string, methods: Readonly<Record<string, Method>>): GrpcService {
    const definition: Record<string, MethodDefinition<Buffer, Buffer>> = {};
    const implementation: UntypedServiceImplementation = {};
    const starts = new StartsByTurn();
    for (const [method, handler] of Object.entries(methods)) {
        definition[method] = definitionOf(`/${name}/${method}`, 'stream' in handler);
        implementation[method] = 'stream' in handler ? streaming(handler.stream) : unary(handler.unary, starts);
    }
    return { definition, implementation };
}

function definitionOf(path: string, responseStream: boolean): MethodDefinition<Buffer, Buffer> {
    const asItIs = (bytes: Buffer): Buffer => bytes;
    return {
        path,
        requestStream: false,
        responseStream,
        requestSerialize: asItIs,
        requestDeserialize: asItIs,
        responseSerialize: asItIs,
        responseDeserialize: asItIs,
    };
}

function unary(handle: UnaryHandler, starts: StartsByTurn): handleUnaryCall<Buffer, Buffer> {
    return (call, callback) => {
        starts.add(() => {
            // It has waited for its turn, and its client may be gone.
            if (call.cancelled) return;
            // Whatever the handler throws is an answer: it never rejects.
            void answered(() => handle(call.request, waitingCall(call)), callback);
        });
    };
}

async function answered(handle: () => Promise<Buffer>, callback: sendUnaryData<Buffer>): Promise<void> {
    let reply: Buffer;
    try {
        reply = await handle();
    } catch (error) {
        callback(statusOf(error));
        return;
    }
    callback(null, reply);
}

function waitingCall(call: ServerUnaryCall<Buffer, Buffer>): WaitingCall {
    let ended: AbortController | undefined;
    return {
        get signal() {
            if (ended !== undefined) return ended.signal;
            const controller = new AbortController();
            ended = controller;
            if (call.cancelled) controller.abort();
            call.on('cancelled', () => {
                controller.abort();
            });
            return controller.signal;
        },
    };
}

function streaming(handle: StreamHandler): handleServerStreamingCall<Buffer, Buffer> {
    return (call) => {
        const ended = new AbortController();
        call.on('cancelled', () => {
            ended.abort();
        });
        // Never rejects: the client is told.
        void pour(handle(call.request, ended.signal), call, ended.signal);
    };
}

async function pour(
    frames: AsyncIterable<Buffer>,
    call: ServerWritableStream<Buffer, Buffer>,
    signal: AbortSignal,
): Promise<void> {
    try {
        for await (const frame of frames) await written(frame, call, signal);
        call.end();
    } catch (error) {
        // A call that has ended has nobody to tell.
        if (!signal.aborted) call.emit('error', statusOf(error));
    }
}

async function written(frame: Buffer, call: ServerWritableStream<Buffer, Buffer>, signal: AbortSignal): Promise<void> {
    if (!call.write(frame)) await once(call, 'drain', { signal });
}
