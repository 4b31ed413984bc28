import { runProgram } from './program';
import { CommandError, type ExitCode } from './reporting/command-error';
import { toError } from './reporting/to-error';
import type { ProcessHost } from './serving/process-host';
import { Shutdown } from './serving/shutdown';
import { findSupervisor } from './serving/supervisor';

// The only file that listens to the process, and that ends it.

let shutdown: Shutdown | undefined;
let isReaderGone = false;
const supervisor = findSupervisor(process);

const host: ProcessHost = {
    variables: process.env,
    supervisor,
    serve(serving) {
        const current = new Shutdown(serving);
        for (const signal of ['SIGTERM', 'SIGINT'] as const) {
            process.on(signal, () => {
                current.signalled(signal);
            });
        }
        if (serving.reload !== undefined) process.on('SIGHUP', serving.reload);
        shutdown = current;
        if (isReaderGone) current.readerGone();
        return current.ended;
    },
    interruption() {
        const controller = new AbortController();
        for (const signal of ['SIGTERM', 'SIGINT'] as const) {
            process.once(signal, () => {
                controller.abort();
            });
        }
        return controller.signal;
    },
};

// The reader of the log is gone: that ends nothing. Unhandled, each line would be an exception, which is logged, which is
// an exception.
process.stderr.on('error', () => undefined);

// Likewise of standard output, to which packages write, too. A command that prints a result notices by itself.
process.stdout.on('error', () => {
    isReaderGone = true;
    shutdown?.readerGone();
});

process.on('uncaughtException', (error) => {
    if (shutdown !== undefined) shutdown.failed(error);
    else exit(1, `nothing caught this exception: ${stackOf(error)}`);
});

process.on('unhandledRejection', (reason) => {
    if (shutdown !== undefined) shutdown.unhandled(reason);
    else process.stderr.write(`heddle: nothing handled the rejection of this promise: ${stackOf(reason)}\n`);
});

// There is nothing left to wait for, and the command has not ended: only a module's own await can do that.
process.once('beforeExit', () => {
    exit(2, 'the module never finishes loading: its top-level await waits for something that does not come');
});

runProgram(process.argv.slice(2), host).then(
    (exitCode) => {
        exit(exitCode);
    },
    (error: unknown) => {
        if (CommandError.is(error)) exit(error.exitCode, error.message);
        else exit(1, `this is a defect of heddle: ${stackOf(error)}`);
    },
);

/** Ends the process when its output is written, whatever the user's code has left running. */
function exit(code: ExitCode, message?: string): void {
    if (message !== undefined && supervisor !== undefined) {
        void supervisor.tell({ heddle: 'ended', reason: message }).then(() => {
            exit(code);
        });
        return;
    }
    process.stderr.write(message === undefined ? '' : `heddle: ${message}\n`, () => {
        process.stdout.write('', () => process.exit(code));
    });
}

function stackOf(thrown: unknown): string {
    const { stack, message } = toError(thrown);
    return stack ?? message;
}
