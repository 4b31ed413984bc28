import { isMainThread, threadId, workerData } from 'node:worker_threads';
import { createLogger } from '../logger';
import { runWorker } from '../workers/run-worker';
import { createTestChaincode } from './test-chaincode';

/** The same functions on both sides: run by a server, they run where peers are served; run as a worker's module, there. */
export const workerChaincode = createTestChaincode({
    thread: () => threadId,
    read: (stub, key) => stub.getState(key ?? ''),
    readBoth: async (stub) => Buffer.concat(await Promise.all([stub.getState('a'), stub.getState('b')])),
    readMany: async (stub) => {
        await Promise.all(Array.from({ length: 100 }, (_, index) => stub.getState(`k${index}`)));
    },
    copy: async (stub, from, to) => {
        await stub.putState(to ?? '', await stub.getState(from ?? ''));
        stub.setEvent('copied', Buffer.from(to ?? ''));
        return stub.getTxID();
    },
    size: (stub) => stub.getBufferArgs()[1]?.length,
    fail: () => {
        throw new Error('not for clients');
    },
    forget: (stub) => {
        // What this is about.
        void stub.putState('k', Buffer.from('v'));
    },
    exit: () => process.exit(1),
    throwLater: () =>
        new Promise(() => {
            setImmediate(() => {
                throw new Error('nothing caught this');
            });
        }),
    never: () => new Promise(() => undefined),
    spinForEver: () => {
        for (;;);
    },
});

if (!isMainThread && workerData !== 'does not call runWorker') {
    if (workerData === 'throws') throw new Error('no database');
    runWorker(workerChaincode, { logger: createLogger('error', () => undefined) });
}
