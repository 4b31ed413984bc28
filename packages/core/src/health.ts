import { status as Status, type sendUnaryData, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import type { MethodDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { int32, message, string } from '@heddle/protocol/codec';

/**
 * `grpc.health.v1.Health` (github.com/grpc/grpc, doc/health-checking.md), for orchestrators and load balancers: SERVING
 * from the time of listening, NOT_SERVING while the server drains.
 */

const ServingStatus = { SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;

const request = message({ service: string(1) });
const response = message({ status: int32(1) });
type Request = ReturnType<typeof request.decode>;
interface Response {
    readonly status: number;
}

/** '' is the server as a whole. */
const SERVICES = ['', 'protos.Chaincode'];

/** The definition to add to a gRPC server, and its clients. */
export const healthService = {
    check: method('/grpc.health.v1.Health/Check', false),
    watch: method('/grpc.health.v1.Health/Watch', true),
} as const;

function method(path: string, responseStream: boolean): MethodDefinition<Request, Response> {
    return {
        path,
        requestStream: false,
        responseStream,
        requestSerialize: (value) => request.encode(value),
        requestDeserialize: (bytes) => request.decode(bytes),
        responseSerialize: (value) => response.encode(value),
        responseDeserialize: (bytes) => response.decode(bytes),
    };
}

type WatchCall = ServerWritableStream<Request, Response>;

/** The health of one server. */
export class Health {
    readonly #watchers = new Map<WatchCall, string>();
    #status: number = ServingStatus.SERVING;

    /** What is to be added to a gRPC server under `healthService`. */
    get implementation(): UntypedServiceImplementation {
        return {
            check: (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => {
                this.#check(call.request.service, answer);
            },
            watch: (call: WatchCall) => {
                this.#watch(call);
            },
        };
    }

    /** Tells everyone that no new work is taken. */
    drain(): void {
        this.#status = ServingStatus.NOT_SERVING;
        for (const [watcher, service] of this.#watchers) {
            if (SERVICES.includes(service)) watcher.write({ status: this.#status });
        }
    }

    /** Ends the streams of those who watch. */
    close(): void {
        for (const watcher of this.#watchers.keys()) {
            watcher.emit('error', { code: Status.UNAVAILABLE, details: 'the server is shutting down' });
        }
        this.#watchers.clear();
    }

    #check(service: string, answer: sendUnaryData<Response>): void {
        if (SERVICES.includes(service)) answer(null, { status: this.#status });
        else answer({ code: Status.NOT_FOUND, details: `there is no service ${service}` });
    }

    /** Who watches a service that is not known waits for one to come, as the protocol has it. */
    #watch(call: WatchCall): void {
        const { service } = call.request;
        this.#watchers.set(call, service);
        for (const end of ['cancelled', 'close']) call.once(end, () => this.#watchers.delete(call));
        call.write({ status: SERVICES.includes(service) ? this.#status : ServingStatus.SERVICE_UNKNOWN });
    }
}
