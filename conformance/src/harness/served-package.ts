import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LocalPeer } from '@heddle/local-peer';
import { ROOT } from '../repository/source-files';

const HEDDLE = join(ROOT, 'packages', 'cli', 'bin', 'heddle.js');

/** A line of the server's log. */
export interface LogLine {
    readonly level: string;
    readonly msg: string;
    readonly address?: string;
    readonly [field: string]: unknown;
}

/** A package that `heddle server` serves in a process of its own, and a local peer that has connected to it over gRPC. */
export class ServedPackage implements AsyncDisposable {
    readonly peer: LocalPeer;
    /** Resolves to the exit code, or the signal that ended it, when all of its output is here. */
    readonly exited: Promise<number | NodeJS.Signals>;
    /** The log so far. */
    readonly lines: LogLine[] = [];
    readonly #folder: string;
    readonly #server: ChildProcess;
    #waiting: (() => void)[] = [];

    private constructor(peer: LocalPeer, folder: string, server: ChildProcess) {
        this.peer = peer;
        this.#folder = folder;
        this.#server = server;
        if (server.stderr === null) throw new Error('the log of the server is not piped');
        createInterface(server.stderr).on('line', (line) => {
            this.lines.push(line.startsWith('{') ? (JSON.parse(line) as LogLine) : { level: 'none', msg: line });
            this.#wake();
        });
        this.exited = once(server, 'close').then(([code, signal]) => {
            this.#wake();
            return (code ?? signal) as number | NodeJS.Signals;
        });
    }

    /**
     * Starts the server, and resolves when the peer has its registration.
     *
     * @param files contents by name; they may import everything that is installed here
     * @param variables besides the required ones
     */
    static async start(
        files: Readonly<Record<string, string>>,
        variables: Readonly<Record<string, string>> = {},
    ): Promise<ServedPackage> {
        const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
        symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
        for (const [name, content] of Object.entries({ 'package.json': '{}', ...files })) {
            writeFileSync(join(folder, name), content);
        }
        const env = { CORE_CHAINCODE_ID: 'cc:1', CORE_CHAINCODE_ADDRESS: '127.0.0.1:0', ...variables };
        const server = spawn(process.execPath, [HEDDLE, 'server'], {
            cwd: folder,
            env,
            stdio: ['ignore', 'inherit', 'pipe'],
        });
        const served = new ServedPackage(await LocalPeer.start(), folder, server);
        const { address = '' } = await served.logged(/^listening/);
        served.peer.install({ name: 'cc', packageId: 'cc:1', connect: { address } });
        await served.peer.launch({ chaincode: 'cc' });
        return served;
    }

    /** The first line of the log whose message matches; rejects when the server ends without it. */
    async logged(message: RegExp): Promise<LogLine> {
        for (;;) {
            const line = this.lines.find(({ msg }) => message.test(msg));
            if (line !== undefined) return line;
            if (this.#server.exitCode !== null)
                throw new Error(`no ${String(message)} in ${JSON.stringify(this.lines)}`);
            await new Promise<void>((resolve) => this.#waiting.push(resolve));
        }
    }

    signal(name: NodeJS.Signals): void {
        this.#server.kill(name);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
        this.#server.kill('SIGKILL');
        await this.exited;
        rmSync(this.#folder, { recursive: true });
    }

    #wake(): void {
        for (const resolve of this.#waiting.splice(0)) resolve();
    }
}
