import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTlsCredentials, type TlsCredentials } from './generator/identities';
import { cpuSecondsOf, type MemoryFigures, memoryOf } from './process-figures';
import type { ServerKind } from './servers';

export interface StartOptions {
    readonly tls: boolean;
    /** Options of node for this server, such as `--cpu-prof`. */
    readonly nodeOptions?: readonly string[];
    /** The package that it serves. Default: one that nobody knows, for a peer that does not look. */
    readonly packageId?: string;
    /** `host:port`. Default: a port that is free. */
    readonly address?: string;
}

/** As a peer computes them: label and hash. Nobody checks it here. */
const PACKAGE_ID = `bench:${'0'.repeat(64)}`;
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 3;
const KILL_AFTER_MS = 3000;

/** A chaincode server in a process of its own, on a port that was free. */
export class ServerProcess {
    readonly address: string;
    readonly tlsAuthority: string | undefined;
    /** From the start of the process until its port took a connection. */
    readonly startMs: number;
    readonly #process: ChildProcess;

    private constructor(child: ChildProcess, address: string, tlsAuthority: string | undefined, startMs: number) {
        this.#process = child;
        this.address = address;
        this.tlsAuthority = tlsAuthority;
        this.startMs = startMs;
    }

    /** Starts a server; resolves when it listens, rejects when it ends before. */
    static async start(kind: ServerKind, options: StartOptions): Promise<ServerProcess> {
        const { address = `127.0.0.1:${await freePort()}`, packageId = PACKAGE_ID } = options;
        const credentials = options.tls ? createTlsCredentials() : undefined;
        const folder = mkdtempSync(join(tmpdir(), 'heddle-bench-'));
        const begun = performance.now();
        const child = spawn(kind.command, [...(options.nodeOptions ?? []), ...kind.args], {
            cwd: kind.folder,
            env: { ...process.env, ...environmentOf({ address, packageId, credentials, folder }) },
            stdio: ['ignore', 'ignore', 'inherit'],
        });
        // Not before: a server looks whether its certificate has changed.
        child.once('exit', () => {
            rmSync(folder, { recursive: true });
        });
        await listening(child, address);
        return new ServerProcess(child, address, credentials?.authority, performance.now() - begun);
    }

    get cpuSeconds(): number | undefined {
        return cpuSecondsOf(this.#pid);
    }

    get memory(): MemoryFigures | undefined {
        return memoryOf(this.#pid);
    }

    /** Ends the process: asks first, so that a profile is written. Idempotent. */
    async close(): Promise<void> {
        if (hasEnded(this.#process)) return;
        const exited = once(this.#process, 'exit');
        this.#process.kill('SIGTERM');
        const timer = setTimeout(() => this.#process.kill('SIGKILL'), KILL_AFTER_MS);
        await exited;
        clearTimeout(timer);
    }

    get #pid(): number {
        return this.#process.pid ?? 0;
    }
}

interface Environment {
    readonly address: string;
    readonly packageId: string;
    readonly credentials: TlsCredentials | undefined;
    /** Where key and certificate are written to. */
    readonly folder: string;
}

/** The variables that all servers take: fabric-shim's command has given them their names. */
function environmentOf({ address, packageId, credentials, folder }: Environment): NodeJS.ProcessEnv {
    const variables = {
        CORE_CHAINCODE_ID: packageId,
        CORE_CHAINCODE_ADDRESS: address,
        // Below it fabric-shim writes a line per transaction; what is measured is not its log.
        CORE_CHAINCODE_LOGGING_LEVEL: 'WARNING',
        // fabric-shim calls what its version of grpc-js warns of.
        NODE_NO_WARNINGS: '1',
    };
    if (credentials === undefined) return variables;
    const keyFile = join(folder, 'key.pem');
    const certificateFile = join(folder, 'certificate.pem');
    writeFileSync(keyFile, credentials.privateKey);
    writeFileSync(certificateFile, credentials.certificate);
    return { ...variables, CORE_CHAINCODE_TLS_KEY_FILE: keyFile, CORE_CHAINCODE_TLS_CERT_FILE: certificateFile };
}

async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    return port;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
    return exitCode !== null || signalCode !== null;
}

async function listening(child: ChildProcess, address: string): Promise<void> {
    const until = performance.now() + START_TIMEOUT_MS;
    while (!(await takesConnections(address))) {
        if (hasEnded(child)) throw new Error(`the server ended with code ${child.exitCode} before it listened`);
        if (performance.now() > until) throw new Error(`nothing listens at ${address} after ${START_TIMEOUT_MS} ms`);
        await sleep(POLL_MS);
    }
}

function takesConnections(address: string): Promise<boolean> {
    const [host, port] = address.split(':');
    return new Promise((resolve) => {
        const socket = connect(Number(port), host);
        socket.once('error', () => {
            resolve(false);
        });
        socket.once('connect', () => {
            socket.destroy();
            resolve(true);
        });
    });
}
