import { Worker } from 'node:worker_threads';
import { isProbe, PROBE_ANSWER } from './loading-probe';

// Preloaded into the chaincode's process. The command's process holds the other end of the IPC channel: when it is gone,
// whatever has killed it, the chaincode's process goes, too.
process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
});
// Code that never pauses would never hear of that: another thread looks whether the process has been handed over.
new Worker(
    `const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 2000);`,
    { eval: true, execArgv: [], env: {}, stdout: false },
).unref();
process.on('message', (message) => {
    if (isProbe(message)) process.send?.(PROBE_ANSWER);
});
// A package that has nothing else to wait for ends as it would without us.
process.channel?.unref();
