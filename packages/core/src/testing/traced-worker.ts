import { isMainThread } from 'node:worker_threads';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createLogger } from '../logger';
import { runWorker } from '../workers/run-worker';
import { createTestChaincode } from './test-chaincode';

const exporter = new InMemorySpanExporter();

/** Run as a worker's module, it has an SDK of its own, and tells the spans of transactions so far. */
export const tracedWorker = createTestChaincode({
    nothing: () => '',
    spans: () =>
        JSON.stringify(
            exporter.getFinishedSpans().map((span) => ({
                traceId: span.spanContext().traceId,
                parent: span.parentSpanContext?.spanId,
                thread: span.attributes['thread.id'],
                status: span.attributes['fabric.response.status'],
            })),
        ),
});

if (!isMainThread) {
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    runWorker(tracedWorker, { logger: createLogger('error', () => undefined) });
}
