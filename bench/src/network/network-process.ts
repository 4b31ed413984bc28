import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cpuSecondsOf } from '../process-figures';
import type { NetworkAddress, NetworkHeight } from './served-network';

export interface NetworkProcessOptions {
    /** Of the build that it is of: where `served-network.js` is. */
    readonly folder: string;
    /** How many clients the network gets. */
    readonly clients: number;
    /** The folder for a CPU profile of the process; undefined for none. */
    readonly profile?: string | undefined;
}

/** An embedded network in a process of its own. */
export class NetworkProcess {
    readonly served: NetworkAddress;
    readonly #process: ChildProcess;

    private constructor(child: ChildProcess, served: NetworkAddress) {
        this.#process = child;
        this.served = served;
    }

    static async start({ folder, clients, profile }: NetworkProcessOptions): Promise<NetworkProcess> {
        const child = fork(join(folder, 'served-network.js'), [String(clients)], {
            execArgv: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
            stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        });
        return new NetworkProcess(child, await answerOf<NetworkAddress>(child));
    }

    /** CPU since its start; undefined where the system does not tell. */
    get cpuSeconds(): number | undefined {
        return cpuSecondsOf(this.#process.pid ?? 0);
    }

    /** How many blocks its channel has. */
    async blocks(): Promise<number> {
        const answer = answerOf<NetworkHeight>(this.#process);
        this.#process.send('height');
        return (await answer).blocks;
    }

    async close(): Promise<void> {
        if (this.#process.exitCode !== null) return;
        const exited = once(this.#process, 'exit');
        this.#process.disconnect();
        await exited;
    }
}

/** The next thing that it says, unless it ends before. */
async function answerOf<T>(child: ChildProcess): Promise<T> {
    const ended = new AbortController();
    const end = (code: number | null): void => {
        ended.abort(new Error(`the network's process has ended with code ${code}`));
    };
    child.once('exit', end);
    try {
        const [answer] = (await once(child, 'message', { signal: ended.signal })) as [T];
        return answer;
    } finally {
        child.off('exit', end);
    }
}
