import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from '../harness/pack-packages';
import { HEDDLE, runProgram } from '../harness/run-program';
import { preparedFolder } from './compare-tables';

/** A client application of a checkout, and the network that it is written for. */
export interface ClientApplication {
    readonly name: string;
    /** Below the checkout. */
    readonly folder: string;
    /** Of its chaincode. */
    readonly chaincode: string;
    /** Of `heddle dev`, in the chaincode's folder. */
    readonly network: readonly string[];
    /** The command lines of its program, one after the other: arguments, and variables. */
    readonly runs: readonly { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> }[];
    /** What it prints when it has done what it is for. */
    readonly says: RegExp;
}

/** They look for peers at the ports of Fabric's test network, and for identities in its folder. */
const TEST_NETWORK = ['--port', '7051', '--tls', '--organizations', 'Org1MSP,Org2MSP'];
const ANYBODY = ['--endorsement-policy', "OR('Org1MSP.peer','Org2MSP.peer')"];

/** Fabric's test network calls certificates cert.pem where they come from a Fabric CA; here they are called as by cryptogen. */
const OFF_CHAIN_PATHS = {
    CERT_PATH:
        '../../test-network/organizations/peerOrganizations/org1.example.com/users/User1@org1.example.com/msp/signcerts/User1@org1.example.com-cert.pem',
};

export const CLIENT_APPLICATIONS: readonly ClientApplication[] = [
    {
        name: 'basic',
        folder: 'asset-transfer-basic/application-gateway-typescript',
        chaincode: 'asset-transfer-basic/chaincode-typescript',
        network: ['--chaincode-name', 'basic', ...TEST_NETWORK],
        runs: [{ args: [] }],
        says: /asset70 does not exist/,
    },
    {
        name: 'events',
        folder: 'asset-transfer-events/application-gateway-typescript',
        chaincode: 'asset-transfer-events/chaincode-javascript',
        network: ['--chaincode-name', 'events', ...ANYBODY, ...TEST_NETWORK],
        runs: [{ args: [] }],
        says: /Chaincode event replayed: DeleteAsset/,
    },
    {
        name: 'private data',
        folder: 'asset-transfer-private-data/application-gateway-typescript',
        chaincode: 'asset-transfer-private-data/chaincode-typescript',
        network: [
            '--chaincode-name',
            'private',
            '--collections-config',
            'collections_config.json',
            ...ANYBODY,
            ...TEST_NETWORK,
        ],
        runs: [{ args: [] }],
        says: /Submit Transaction: PurgeAsset[^]*Transaction committed successfully/,
    },
    {
        name: 'off-chain data',
        folder: 'off_chain_data/application-typescript',
        chaincode: 'asset-transfer-basic/chaincode-typescript',
        network: ['--chaincode-name', 'basic', ...TEST_NETWORK],
        runs: [
            { args: ['transact'], env: OFF_CHAIN_PATHS },
            { args: ['getAllAssets'], env: OFF_CHAIN_PATHS },
            // It listens for ever, unless it is to fail after so many writes.
            { args: ['listen'], env: { ...OFF_CHAIN_PATHS, SIMULATED_FAILURE_COUNT: '5' } },
        ],
        says: /Received block \d+[^]*[Ss]imulated write failure/,
    },
];

/** What became of an application. */
export interface ApplicationRun {
    readonly name: string;
    /** Why it failed; undefined if it did what it is for. */
    readonly failure: string | undefined;
}

const SHOWN_OUTPUT = 1500;
const LONGEST_RUN_MS = 120_000;

/**
 * Runs an application of a checkout on `heddle dev`, without a change: the identities are kept where it looks for them.
 *
 * @param work where its chaincode is prepared
 */
export async function runApplication(
    application: ClientApplication,
    { checkout, work }: { readonly checkout: string; readonly work: string },
): Promise<ApplicationRun> {
    const { name, folder, chaincode, network } = application;
    // As in the checkout, in which the network's folder lies beside the samples.
    const tree = join(work, 'tree');
    const target = join(tree, folder);
    if (!existsSync(join(target, 'node_modules'))) await install(join(checkout, folder), target);
    const identities = join(tree, 'test-network', 'organizations');
    rmSync(identities, { recursive: true, force: true });
    mkdirSync(identities, { recursive: true });
    const dev = new DevNetwork(preparedFolder(work, 'facade', chaincode), [...network, '--crypto-dir', identities]);
    try {
        await dev.ready;
        return { name, failure: await runAll(application, target) };
    } catch (error) {
        return { name, failure: (error as Error).message };
    } finally {
        await dev.end();
    }
}

async function install(source: string, target: string): Promise<void> {
    mkdirSync(target, { recursive: true });
    cpSync(source, target, { recursive: true });
    await runNpm(target, ['install', '--ignore-scripts']);
    await runNpm(target, ['run', 'build']);
}

async function runAll({ runs, says }: ClientApplication, folder: string): Promise<string | undefined> {
    let output = '';
    for (const { args, env = {} } of runs) {
        const { code, stdout, stderr } = await runProgram(['dist/app.js', ...args], {
            cwd: folder,
            env: { PATH: process.env['PATH'] ?? '', ...env },
            timeoutMs: LONGEST_RUN_MS,
        });
        output += stdout + stderr;
        if (code !== 0 && env['SIMULATED_FAILURE_COUNT'] === undefined)
            return `it ended with ${code}: ${output.slice(-SHOWN_OUTPUT)}`;
    }
    return says.test(output) ? undefined : `it does not say ${String(says)}: ${output.slice(-SHOWN_OUTPUT)}`;
}

/** A `heddle dev` in a chaincode's folder. */
class DevNetwork {
    /** Rejects with its output where it ends before. */
    readonly ready: Promise<void>;
    readonly #process: ChildProcess;
    readonly #ended: Promise<unknown>;

    constructor(folder: string, options: readonly string[]) {
        const args = [HEDDLE, 'dev', '--build', '', ...options];
        this.#process = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
        this.#ended = once(this.#process, 'close');
        let output = '';
        this.ready = new Promise((resolve, reject) => {
            for (const stream of [this.#process.stdout, this.#process.stderr]) {
                stream?.setEncoding('utf8').on('data', (text: string) => {
                    output += text;
                    if (output.includes('ready after')) resolve();
                    if (output.includes('does not start')) reject(new Error(output));
                });
            }
            void this.#ended.then(() => {
                reject(new Error(output));
            });
        });
    }

    async end(): Promise<void> {
        this.#process.kill('SIGINT');
        await this.#ended;
    }
}
