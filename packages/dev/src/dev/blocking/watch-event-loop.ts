import { url as debuggerUrl } from 'node:inspector';
import { join } from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import { BEAT_MS } from './block-report';

// Preloaded into the chaincode's process. A thread beside the event loop tells when it is blocked; all that the event loop
// does for it is to count, twice a second.
if (isMainThread) {
    const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const watch = new Worker(join(__dirname, 'event-loop-watch.js'), {
        workerData: { beats, folder: process.cwd() },
        // Nothing is preloaded there.
        execArgv: [],
        env: {},
    });
    watch.unref();
    // Without it the chaincode runs as well.
    watch.on('error', () => undefined);
    const timer = setInterval(() => {
        Atomics.add(beats, 0, 1);
        // To stand at a breakpoint is not to be blocked, and the debugger's pauses are not ours to end.
        if (debuggerUrl() === undefined) return;
        clearInterval(timer);
        void watch.terminate();
    }, BEAT_MS);
    timer.unref();
}
