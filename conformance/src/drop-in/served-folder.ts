import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../fabric/free-ports';

export interface ServeOptions {
    /** Of a chaincode, with what it needs installed. */
    readonly folder: string;
    readonly packageId: string;
    /** Of the organization whose peer asks. */
    readonly mspId: string;
    /** Where it listens. Default: a free port. */
    readonly address?: string;
    /** A file of the folder that serves it by itself. Default: the command of fabric-shim. */
    readonly program?: string | undefined;
}

/** A server that does not listen by then has failed; the machine may be busy. */
const START_MS = 60_000;

/** The last characters of a server's output that are kept, for the day it fails. */
const KEPT_OUTPUT = 20_000;
/** Of it, what an error shows. */
const SHOWN_OUTPUT = 300;

/** A chaincode that `fabric-chaincode-node server` serves: the command that the folder has installed, ours or fabric-shim's. */
export class ServedFolder implements AsyncDisposable {
    readonly address: string;
    /** Resolves when the process has ended. */
    readonly exited: Promise<unknown>;
    readonly #process: ChildProcess;
    #output = '';

    private constructor(address: string, child: ChildProcess) {
        this.address = address;
        this.#process = child;
        for (const stream of [child.stdout, child.stderr]) {
            stream?.setEncoding('utf8').on('data', (text: string) => {
                this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
            });
        }
        this.exited = once(child, 'close');
    }

    /** Resolves when it listens. @throws Error with its output where it ends before, or does not in a minute */
    static async start(options: ServeOptions): Promise<ServedFolder> {
        const { folder, packageId, mspId, program, address = `127.0.0.1:${(await freePorts(1))[0]}` } = options;
        const [command, ...args] = commandLine(folder, { address, packageId, program });
        const env = { PATH: process.env['PATH'], HOME: folder, CORE_PEER_LOCALMSPID: mspId };
        const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
        const served = new ServedFolder(address, child);
        await served.#listens();
        return served;
    }

    /** What the server has printed, its last lines. */
    get output(): string {
        return this.#output;
    }

    /** A peer's dial does not wait for a server: it gives up when nobody listens. */
    async #listens(): Promise<void> {
        const end = Date.now() + START_MS;
        while (!(await accepts(this.address))) {
            if (this.#process.exitCode !== null || Date.now() > end) {
                await this[Symbol.asyncDispose]();
                throw new Error(`the chaincode's server does not listen: …${this.#output.trim().slice(-SHOWN_OUTPUT)}`);
            }
            await sleep(50);
        }
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.#process.kill('SIGKILL');
        await this.exited;
    }
}

function commandLine(
    folder: string,
    {
        address,
        packageId,
        program,
    }: { readonly address: string; readonly packageId: string; readonly program: string | undefined },
): [command: string, ...args: string[]] {
    if (program !== undefined) return [process.execPath, join(folder, program), address, packageId];
    const command = join(folder, 'node_modules', '.bin', 'fabric-chaincode-node');
    if (!existsSync(command)) throw new Error(`${folder} has no fabric-chaincode-node: is fabric-shim installed?`);
    return [command, 'server', '--chaincode-address', address, '--chaincode-id', packageId];
}

async function accepts(address: string): Promise<boolean> {
    const [host, port] = address.split(':');
    const socket = connect(Number(port), host);
    try {
        await once(socket, 'connect');
        return true;
    } catch {
        return false;
    } finally {
        socket.destroy();
    }
}
