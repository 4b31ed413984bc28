import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Installed } from './deployment';

const PROGRAM = join(__dirname, 'chaincode-program.js');

/** The scenarios' chaincode in a process of its own, which can be ended as the world ends processes. */
export class ChaincodeProcess implements AsyncDisposable {
    readonly #child: ChildProcess;

    private constructor(child: ChildProcess) {
        this.#child = child;
    }

    /** Resolves when it listens. @throws Error where it ends before */
    static async start({ packageId, address }: Installed): Promise<ChaincodeProcess> {
        const child = fork(PROGRAM, [packageId, address], { stdio: 'ignore', execArgv: [] });
        const ended = once(child, 'exit').then(([code]) => {
            throw new Error(`the chaincode on ${address} ended with ${String(code)} before it listened`);
        });
        await Promise.race([once(child, 'message'), ended]);
        // From here on it may end at any time.
        ended.catch(() => undefined);
        return new ChaincodeProcess(child);
    }

    /** Sends a signal; `SIGSTOP` and `SIGCONT` freeze it and let it go on. */
    signal(name: NodeJS.Signals): void {
        this.#child.kill(name);
    }

    /** Ends it by a signal, and resolves when it is gone. */
    async end(name: 'SIGKILL' | 'SIGTERM'): Promise<void> {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const gone = once(this.#child, 'exit');
        this.#child.kill(name);
        await gone;
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.end('SIGKILL');
    }
}
