import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it was sent. */
export interface SentSpan {
    readonly service: string;
    readonly name: string;
    readonly traceId: string;
    readonly spanId: string;
    /** Empty for a root. */
    readonly parentSpanId: string;
    /** 2 is an error. */
    readonly status: number;
    readonly attributes: Readonly<Record<string, unknown>>;
}

interface KeyValue {
    readonly key: string;
    readonly value: Readonly<Record<string, unknown>>;
}

interface TraceRequest {
    readonly resourceSpans: readonly {
        readonly resource: { readonly attributes: readonly KeyValue[] };
        readonly scopeSpans: readonly {
            readonly spans: readonly (Omit<SentSpan, 'service' | 'attributes' | 'status' | 'parentSpanId'> & {
                readonly parentSpanId?: string;
                readonly status?: { readonly code?: number };
                readonly attributes: readonly KeyValue[];
            })[];
        }[];
    }[];
}

/** Takes spans by OTLP over HTTP, in JSON, as a collector does. */
export class SpanReceiver implements AsyncDisposable {
    readonly url: string;
    readonly spans: SentSpan[] = [];
    readonly #server: Server;
    #waiting: (() => void)[] = [];

    private constructor(server: Server) {
        this.#server = server;
        this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    static async listen(): Promise<SpanReceiver> {
        const server = createServer().listen(0, '127.0.0.1');
        await once(server, 'listening');
        const receiver = new SpanReceiver(server);
        server.on('request', (request, response) => {
            const parts: Buffer[] = [];
            request.on('data', (part: Buffer) => parts.push(part));
            request.on('end', () => {
                receiver.#take(JSON.parse(Buffer.concat(parts).toString()) as TraceRequest);
                response.setHeader('content-type', 'application/json').end('{}');
            });
        });
        return receiver;
    }

    ofTrace(traceId: string): SentSpan[] {
        return this.spans.filter((span) => span.traceId === traceId);
    }

    /** Resolves when so many spans of a trace have come. */
    async received(traceId: string, count: number): Promise<SentSpan[]> {
        while (this.ofTrace(traceId).length < count) {
            await new Promise<void>((resolve) => this.#waiting.push(resolve));
        }
        return this.ofTrace(traceId);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.#server.closeAllConnections();
        this.#server.close();
        await once(this.#server, 'close');
    }

    #take({ resourceSpans }: TraceRequest): void {
        for (const { resource, scopeSpans } of resourceSpans) {
            const service = String(valuesOf(resource.attributes)['service.name']);
            for (const { parentSpanId = '', status, attributes, ...span } of scopeSpans.flatMap(({ spans }) => spans)) {
                const values = valuesOf(attributes);
                this.spans.push({ ...span, service, parentSpanId, status: status?.code ?? 0, attributes: values });
            }
        }
        for (const resolve of this.#waiting.splice(0)) resolve();
    }
}

function valuesOf(attributes: readonly KeyValue[]): Record<string, unknown> {
    return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
