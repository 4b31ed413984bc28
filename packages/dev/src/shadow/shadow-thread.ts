import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { createLogger } from '@heddle/core';
import { digestOfFolder, type RecordedTransaction } from '@heddle/journal';
import { type JournalCode, JournalRunner } from '@heddle/replay';
import { loadChaincode, reasonOf } from 'heddle/command';
import { type ShadowAnswer, type ShadowWork, withBuffers } from './shadow-messages';

/** It may be ended at any time: what it runs may loop for ever, or end the process that it believes to be in. */
async function run({ modules, strict }: ShadowWork, answer: (one: ShadowAnswer) => void): Promise<void> {
    const logger = createLogger('error', () => undefined);
    const code: JournalCode[] = [];
    for (const { name, version, folder } of modules) {
        try {
            const { chaincode } = await loadChaincode(folder, logger);
            code.push({ name, version, chaincode, digest: digestOfFolder(folder) });
        } catch (error) {
            answer({ kind: 'unloadable', folder, why: reasonOf(error) });
            return;
        }
    }
    // Without a limit of its own: who has started this thread has one.
    const runner = new JournalRunner({ code, logger, strict, transactionTimeoutMs: 0 });
    let last: Promise<void> = Promise.resolve();
    parentPort?.on('message', (transaction: RecordedTransaction) => {
        last = last.then(async () => {
            answer({ kind: 'replayed', replayed: await runner.run(withBuffers(transaction)) });
        });
    });
    answer({ kind: 'ready' });
}

if (!isMainThread && parentPort !== null) {
    const port = parentPort;
    // Of the player that has started this thread.
    void run(workerData as ShadowWork, (one) => {
        port.postMessage(one);
    });
}
