import type { GrpcMethod } from '@heddle/protocol';
import { int32, message, type MessageCodec, string } from '@heddle/protocol/codec';

/**
 * `grpc.health.v1.Health` (github.com/grpc/grpc, doc/health-checking.md), for orchestrators and load balancers: SERVING
 * from the time of listening, NOT_SERVING while the server drains.
 */

/** What a service says of itself. */
export const ServingStatus = { SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;

/** Which service is asked about. */
export interface HealthRequest {
    readonly service: string;
}

/** How a service is: 1 where it serves, 2 where it does not, 3 where nobody knows it. */
export interface HealthResponse {
    readonly status: number;
}

const request: MessageCodec<HealthRequest> = message({ service: string(1) });
const response: MessageCodec<HealthResponse> = message({ status: int32(1) });

/** '' is the server as a whole. */
const SERVICES = ['', 'protos.Chaincode'];

/** The service's methods, for servers and for clients. */
export const healthService = {
    check: method('/grpc.health.v1.Health/Check', false),
    watch: method('/grpc.health.v1.Health/Watch', true),
} as const;

function method(path: string, responseStream: boolean): GrpcMethod<HealthRequest, HealthResponse> {
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

/** Somebody who watches a service. */
export interface HealthWatcher {
    /** Is told the status at once, and whenever it changes. */
    tell(answer: HealthResponse): void;
    /** Is told that the server goes away. */
    end(): void;
}

/** The health of one server, on any transport. It serves until something else is said. */
export class Health {
    readonly #watchers = new Map<HealthWatcher, string>();
    #status: number = ServingStatus.SERVING;
    #isDraining = false;

    /** Undefined for a service that is not known. */
    check(service: string): HealthResponse | undefined {
        return SERVICES.includes(service) ? { status: this.#status } : undefined;
    }

    /**
     * A watch on an unknown service waits for it to appear, as the protocol has it.
     * @returns ends the watch
     */
    watch(service: string, watcher: HealthWatcher): () => void {
        this.#watchers.set(watcher, service);
        watcher.tell(this.check(service) ?? { status: ServingStatus.SERVICE_UNKNOWN });
        return () => this.#watchers.delete(watcher);
    }

    /** Tells everyone that no new work is taken, from now on. */
    drain(): void {
        this.become(false);
        this.#isDraining = true;
    }

    /** Tells everyone whether work is taken. Once it drains, it stays so. */
    become(isServing: boolean): void {
        const status = isServing ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        if (this.#isDraining || status === this.#status) return;
        this.#status = status;
        for (const [watcher, service] of this.#watchers) {
            const answer = this.check(service);
            if (answer !== undefined) watcher.tell(answer);
        }
    }

    /** Ends the streams of those who watch. */
    close(): void {
        for (const watcher of this.#watchers.keys()) watcher.end();
        this.#watchers.clear();
    }
}
