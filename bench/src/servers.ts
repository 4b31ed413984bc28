import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { WorkloadName } from './workload-name';

/** A chaincode server that can be measured: how to start it, and what must be there first. */
export interface ServerKind {
    readonly name: ServerName;
    readonly title: string;
    readonly command: string;
    readonly args: readonly string[];
    /** The folder that it runs in. */
    readonly folder: string;
    /** The workloads that it takes part in; all, unless said. */
    readonly workloads?: readonly WorkloadName[];
    readonly hasTls: boolean;
    /** Installs or builds what is missing; returns why it cannot be. */
    readonly prepare: () => string | undefined;
}

export type ServerName =
    | 'heddle-raw'
    | 'heddle-typed'
    | 'heddle-workers'
    | 'heddle-journal'
    | 'heddle-traced'
    | 'heddle-facade'
    | 'fabric-shim'
    | 'fabric-contract-api'
    | 'go-shim'
    | 'rust-shim'
    | 'echo-grpc'
    | 'echo-http2';

/** The top folder of bench, seen from this file's compiled twin in `dist`. */
const BENCH = join(__dirname, '..');
const HEDDLE = join(dirname(require.resolve('heddle/package.json')), 'bin', 'heddle.js');
const RIVALS = join(BENCH, 'rivals');
const FACADE = join(__dirname, 'facade');
/** What the server with a journal has recorded last. */
const JOURNAL = join(tmpdir(), 'heddle-bench-journal');
const GO = join(BENCH, 'go');
const GO_BINARY = join(GO, 'dist', 'chaincode');
const RUST = join(BENCH, 'rust');
/** The Rust chaincode, where one is at hand already: a path to its program. */
const RUST_VARIABLE = 'BENCH_RUST_CHAINCODE';
const RUST_BINARY = process.env[RUST_VARIABLE] ?? join(RUST, 'dist', 'release', 'chaincode');
/** The first build loads and compiles all that the shim needs; without a network it must not be tried for ever. */
const BUILD_MS = 600_000;

/** A server of Node in this folder, built with everything else. */
function built(name: ServerName, title: string, args: readonly string[]): ServerKind {
    const [file = ''] = args;
    return {
        name,
        title,
        command: process.execPath,
        args,
        folder: BENCH,
        hasTls: true,
        prepare: () => (existsSync(file) ? undefined : 'it is not built'),
    };
}

/** What a transport alone costs, which is seen best where the chaincode does nothing. */
function echo(name: ServerName, title: string): ServerKind {
    return { ...built(name, title, [compiled(name)]), workloads: ['noop'], hasTls: false };
}

function compiled(name: string): string {
    return join(__dirname, 'chaincode', `${name}.js`);
}

function rival(name: ServerName, title: string, args: readonly string[]): ServerKind {
    return { name, title, command: process.execPath, args, folder: RIVALS, hasTls: true, prepare: installRivals };
}

const servers: readonly ServerKind[] = [
    built('heddle-raw', 'Heddle, Init and Invoke', [compiled('heddle-raw')]),
    // Serves the main file of this package, typed-contract.
    built('heddle-typed', 'Heddle, typed contract', [HEDDLE, 'server']),
    {
        ...built('heddle-workers', 'Heddle, typed contract in 2 threads', [HEDDLE, 'server', '--workers', '2']),
        workloads: ['noop', 'getput', 'cpu1ms'],
    },
    {
        ...built('heddle-journal', 'Heddle, typed contract with a journal', [
            HEDDLE,
            'server',
            '--journal',
            JOURNAL,
            '--journal-max-bytes',
            '256MiB',
        ]),
        workloads: ['noop', 'getput', 'rw10'],
        prepare: () => {
            rmSync(JOURNAL, { recursive: true, force: true });
            return undefined;
        },
    },
    {
        ...built('heddle-traced', 'Heddle, typed contract, 1 % traced', [
            '--require',
            compiled('register-spans'),
            HEDDLE,
            'server',
            '--tracing',
            '--tracing-ratio',
            '0.01',
        ]),
        workloads: ['noop', 'getput'],
        prepare: () => (existsSync(compiled('register-spans')) ? undefined : 'it is not built'),
    },
    {
        ...built('heddle-facade', 'Heddle, contract of fabric-contract-api', [HEDDLE, 'server']),
        folder: FACADE,
        prepare: prepareFacade,
    },
    rival('fabric-shim', 'fabric-shim 2.5.8', ['raw.js']),
    rival('fabric-contract-api', 'fabric-contract-api 2.5.8', [
        join('node_modules', 'fabric-shim', 'cli.js'),
        'server',
    ]),
    {
        name: 'go-shim',
        title: 'fabric-chaincode-go v2.3.0',
        command: GO_BINARY,
        args: [],
        folder: GO,
        hasTls: true,
        prepare: buildGo,
    },
    {
        name: 'rust-shim',
        title: 'fabric-chaincode-rust 0.1.1',
        command: RUST_BINARY,
        args: [],
        folder: RUST,
        // The crate's server takes no certificate.
        hasTls: false,
        prepare: buildRust,
    },
    echo('echo-grpc', 'echo on @grpc/grpc-js'),
    echo('echo-http2', 'echo on node:http2'),
];

/** All servers, or those of the given names; in the order in which they are shown. */
export function selectServers(names?: readonly string[]): ServerKind[] {
    if (names === undefined) return [...servers];
    const unknown = names.filter((name) => !servers.some((server) => server.name === name));
    if (unknown.length > 0) {
        const known = servers.map(({ name }) => name).join(', ');
        throw new Error(`no server is called ${unknown.join(', ')}; there are ${known}`);
    }
    return servers.filter(({ name }) => names.includes(name));
}

/** The title of a server, for people. */
export function titleOf(name: ServerName): string {
    return servers.find((server) => server.name === name)?.title ?? name;
}

/** The rival's contract, to the letter, in a folder where its package is ours: what `heddle adopt` makes of it. */
function prepareFacade(): string | undefined {
    const modules = join(FACADE, 'node_modules');
    rmSync(FACADE, { recursive: true, force: true });
    mkdirSync(modules, { recursive: true });
    copyFileSync(join(RIVALS, 'contract.js'), join(FACADE, 'contract.js'));
    writeFileSync(
        join(FACADE, 'package.json'),
        JSON.stringify({ name: 'facade', version: '0.1.0', main: 'contract.js' }),
    );
    const facade = dirname(require.resolve('@heddle/fabric-contract-api/package.json'));
    symlinkSync(facade, join(modules, 'fabric-contract-api'), 'junction');
    return existsSync(join(facade, 'dist', 'index.js')) ? undefined : 'it is not built';
}

function installRivals(): string | undefined {
    if (existsSync(join(RIVALS, 'node_modules', 'fabric-shim'))) return undefined;
    process.stderr.write('installing the rivals of Node: npm ci in bench/rivals\n');
    // Without a registry, npm's own retries would take minutes to say so.
    const { status } = spawnSync('npm', ['ci', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'], {
        cwd: RIVALS,
        stdio: ['ignore', 'ignore', 'inherit'],
    });
    return status === 0 ? undefined : 'npm ci in bench/rivals failed';
}

function buildGo(): string | undefined {
    return build('go', ['build', '-o', GO_BINARY, '.'], GO);
}

function buildRust(): string | undefined {
    const given = process.env[RUST_VARIABLE];
    if (given !== undefined) return existsSync(given) ? undefined : `${RUST_VARIABLE} is ${given}, which is not there`;
    const isNew = !existsSync(RUST_BINARY);
    if (isNew) process.stderr.write('building the Rust chaincode: cargo build --release in bench/rust\n');
    return build('cargo', ['build', '--release', '--locked', '--quiet', '--target-dir', 'dist'], RUST);
}

/** Builds a program; where nothing changed, that takes no time. Returns why it cannot be built. */
function build(command: string, args: readonly string[], folder: string): string | undefined {
    const { error, status } = spawnSync(command, args, {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: BUILD_MS,
    });
    if (error !== undefined && 'code' in error && error.code === 'ENOENT') return `${command} is not installed`;
    return status === 0 ? undefined : `${command} build in ${folder} failed`;
}
