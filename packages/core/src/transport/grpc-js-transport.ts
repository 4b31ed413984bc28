import {
    type sendUnaryData,
    Server,
    ServerCredentials,
    type ServerDuplexStream,
    type ServerUnaryCall,
    type ServerWritableStream,
    status as Status,
} from '@grpc/grpc-js';
import { chaincodeService, MAX_MESSAGE_BYTES, streamOfServerCall } from '@heddle/protocol';
import { type Health, type HealthRequest, type HealthResponse, healthService } from './health';
import type { Transport, TransportOptions } from './transport';

type ConnectCall = ServerDuplexStream<Uint8Array, Uint8Array>;
type WatchCall = ServerWritableStream<HealthRequest, HealthResponse>;

/** gRPC's server side by @grpc/grpc-js: a second opinion on the transport of our own, and a way out should it fail. */
export function grpcJsTransport({ keepalive, health, onConnect }: TransportOptions): Transport {
    const server = new Server({
        'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
        'grpc.keepalive_time_ms': keepalive.timeMs,
        'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
        // Statistics that nobody can ask for here.
        'grpc.enable_channelz': 0,
    });
    server.addService(healthService, {
        check: (call: ServerUnaryCall<HealthRequest, HealthResponse>, answer: sendUnaryData<HealthResponse>) => {
            check(health, call.request.service, answer);
        },
        watch: (call: WatchCall) => {
            watch(health, call);
        },
    });
    server.addService(chaincodeService, {
        connect: (call: ConnectCall) => {
            const remote = call.getPeer();
            onConnect(streamOfServerCall(call), {
                remote,
                host: remote.replace(/:\d+$/, ''),
                authority: call.getHost(),
            });
        },
    });
    const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
    return {
        tellsAuthority: true,
        accept: (connection) => {
            injector.injectConnection(connection);
        },
        drain: () => {
            // The same as closing it: it goes away by GOAWAY, and its calls go on.
            void shutDown(server);
        },
        close: () => shutDown(server),
    };
}

function shutDown(server: Server): Promise<void> {
    return new Promise((resolve) => {
        // What it has to say is that its own server, which does not listen, does not listen.
        server.tryShutdown(() => {
            resolve();
        });
    });
}

function check(health: Health, service: string, answer: sendUnaryData<HealthResponse>): void {
    const status = health.check(service);
    if (status !== undefined) answer(null, status);
    else answer({ code: Status.NOT_FOUND, details: `there is no service ${service}` });
}

function watch(health: Health, call: WatchCall): void {
    const unwatch = health.watch(call.request.service, {
        tell: (answer) => call.write(answer),
        end: () => call.emit('error', { code: Status.UNAVAILABLE, details: 'the server is shutting down' }),
    });
    for (const end of ['cancelled', 'close']) call.once(end, unwatch);
}
