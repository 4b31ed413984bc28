import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { type RunReport, watchProcess } from '@heddle/testing/internal';
import { SecondRunFlag } from './second-run-flag';
import { isSecondRunMessage, TRAP_FD } from './second-run-messages';

// Preloaded into the chaincode's process, and so into its worker threads: no server has it. It tells what transactions read
// of their machine, and runs them the second time as on another one.

const flag = new SecondRunFlag();

watchProcess({
    isSecond: (txId) => flag.isSet(txId),
    report: (report) => {
        // Written at once, so that it is there before the answer to the peer is.
        tell(report);
    },
});

function tell(report: RunReport): void {
    try {
        writeSync(TRAP_FD, `${JSON.stringify(report)}\n`);
    } catch {
        // Whoever started the process is gone, and it goes, too.
    }
}

if (isMainThread) {
    process.on('message', (message) => {
        if (!isSecondRunMessage(message)) return;
        if (message.heddleSecondRun === 'begins') flag.set(message.txId);
        else flag.clear();
        process.send?.(message);
    });
    // As in exit-with-parent: a package that has nothing else to wait for ends as it would without us.
    process.channel?.unref();
}
