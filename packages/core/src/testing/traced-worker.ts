import { appendFileSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import {
    BatchSpanProcessor,
    InMemorySpanExporter,
    NodeTracerProvider,
    SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createLogger } from '../logger';
import { runWorker } from '../workers/run-worker';
import { createTestChaincode } from './test-chaincode';

const exporter = new InMemorySpanExporter();

/** Writes the ids of transactions to the file that the worker's data name. */
class FileExporter extends InMemorySpanExporter {
    override export(...[spans, done]: Parameters<InMemorySpanExporter['export']>): void {
        const ids = spans.map(({ attributes }) => String(attributes['fabric.transaction_id']));
        appendFileSync(workerData as string, ids.map((id) => `${id}\n`).join(''));
        super.export(spans, done);
    }
}

/**
 * Run as a worker's module, it has an SDK of its own, and tells the spans of transactions so far. With a file as its data, it
 * holds all spans back until it is to send them, and writes them there.
 */
export const tracedWorker = createTestChaincode({
    nothing: () => '',
    never: () => new Promise(() => undefined),
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
    const held = new BatchSpanProcessor(new FileExporter(), { scheduledDelayMillis: 600_000 });
    const processor = typeof workerData === 'string' ? held : new SimpleSpanProcessor(exporter);
    new NodeTracerProvider({ spanProcessors: [processor] }).register();
    runWorker(tracedWorker, { logger: createLogger('error', () => undefined) });
}
