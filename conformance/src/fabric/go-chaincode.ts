import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../repository/source-files';
import type { Installed } from './deployment';

const SOURCE = join(ROOT, 'conformance', 'fabric', 'go-chaincode');
const LISTENING_MS = 20_000;

/** Why no chaincode of Go can be built here; undefined where one can. */
export const NO_GO = spawnSync('go', ['version']).status === 0 ? undefined : 'skipped: Go is not installed';

/** Builds the chaincode on the official Go shim. @returns the program @throws Error where that fails */
export function buildGoChaincode(folder: string): string {
    const program = join(folder, 'go-chaincode');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: SOURCE, stdio: ['ignore', 'ignore', 'inherit'] });
    return program;
}

/** It, in a process of its own, for one package. */
export class GoChaincode implements AsyncDisposable {
    readonly #child: ChildProcess;

    private constructor(child: ChildProcess) {
        this.#child = child;
    }

    /** Resolves when it listens. @throws Error where it does not */
    static async start(program: string, { packageId, address }: Installed): Promise<GoChaincode> {
        const chaincode = new GoChaincode(spawn(program, [packageId, address], { stdio: 'ignore' }));
        const [host = '', port = ''] = address.split(':');
        const end = Date.now() + LISTENING_MS;
        while (Date.now() < end && chaincode.#child.exitCode === null) {
            if (await listens(host, Number(port))) return chaincode;
            await wait(50);
        }
        await chaincode[Symbol.asyncDispose]();
        throw new Error(`the chaincode on ${address} does not listen`);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const gone = once(this.#child, 'exit');
        this.#child.kill('SIGKILL');
        await gone;
    }
}

async function listens(host: string, port: number): Promise<boolean> {
    const socket = connect(port, host);
    try {
        await once(socket, 'connect');
        return true;
    } catch {
        return false;
    } finally {
        socket.destroy();
    }
}
