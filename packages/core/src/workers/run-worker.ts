import { type MessagePort, parentPort } from 'node:worker_threads';
import { type Chaincode, checkedChaincode } from '../chaincode';
import { ChaincodeError } from '../errors';
import { createLogger, type Logger } from '../logger';
import { type SessionOptions, SessionRunner } from '../session/session-runner';
import { flushSpans } from '../tracing/open-telemetry';
import { ValueSizes } from '../transaction/value-sizes';
import { streamOfPort } from './port-stream';

/** What a thread needs to know of a session besides its chaincode and its logger. */
export type WorkerSessionOptions = Omit<SessionOptions, 'chaincode' | 'logger' | 'warnings' | 'valueSizes'>;

/** What the serving thread sends to have a session served. */
export interface WorkerSession {
    readonly port: MessagePort;
    readonly options: WorkerSessionOptions;
}

/** What a thread says when it can take sessions. */
export const WORKER_READY = 'heddle.worker.ready';

/** What the serving thread sends before the end, so that no span is lost, and what it is answered when they are sent. */
export const FLUSH_SPANS = 'heddle.worker.flush';
export const SPANS_FLUSHED = 'heddle.worker.flushed';

/**
 * Serves a chaincode in a thread of a server that has `workers`. To be called once, when the chaincode is loaded.
 *
 *     runWorker(new ContractChaincode({ contracts: [Scoring] }));
 *
 * @throws ChaincodeError INVALID_OPTIONS in the main thread, or for something that is not a chaincode
 */
export function runWorker(chaincode: Chaincode, { logger = createLogger() }: { readonly logger?: Logger } = {}): void {
    const checked = checkedChaincode(chaincode);
    if (parentPort === null) {
        throw new ChaincodeError(
            'INVALID_OPTIONS',
            'runWorker was called in the main thread: call it in the module that workers.filename names',
        );
    }
    const serving = parentPort;
    const sessions = new Set<Promise<void>>();
    const valueSizes = new ValueSizes();
    const serve = async ({ port, options }: WorkerSession): Promise<void> => {
        const session = new SessionRunner(streamOfPort(port), {
            ...options,
            chaincode: checked,
            logger,
            valueSizes,
        }).run();
        sessions.add(session);
        // It never rejects: how a session ended is in the log.
        await session;
        sessions.delete(session);
    };
    const tellWhenFlushed = async (): Promise<void> => {
        // Their streams have ended before this was asked; what they had under way has its span when they have noticed.
        await Promise.all(sessions);
        await flushSpans();
        serving.postMessage(SPANS_FLUSHED);
    };
    serving.on('message', (message: WorkerSession | typeof FLUSH_SPANS) => {
        void (message === FLUSH_SPANS ? tellWhenFlushed() : serve(message)); // neither rejects
    });
    serving.postMessage(WORKER_READY);
}
