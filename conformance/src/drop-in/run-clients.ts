import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ArgumentInvalid, ResultMismatch, TransactionInvalid, TransactionRefused } from '@heddle/client';
import type { Network } from '@hyperledger/fabric-gateway';
import { type ClientNetwork, openClientNetwork } from '../harness/client-network';
import { HEDDLE, runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';
import { type Call, parseCalls } from './call';
import { CLIENT_IDS, Members, type OrganizationName } from './members';
import { nameOf, TableNetwork, type TableRun } from './run-table';

/** What became of a table's calls by a generated client. */
export interface ClientRun {
    readonly name: string;
    /** Why there is no client; undefined where there is one. */
    readonly failure?: string;
    /** Calls that the client could make. */
    readonly made: number;
    /** Of them, those with an argument or a result that is not as the chaincode declares it. */
    readonly undeclared: number;
    /** What became of each, where it is not what becomes of it without the client. */
    readonly differences: readonly string[];
}

type Method = ((...args: unknown[]) => Promise<unknown>) & {
    readonly evaluate?: (...args: unknown[]) => Promise<unknown>;
    with(options: object): Method;
};

interface Parameter {
    readonly schema: { readonly type?: string };
}

/**
 * Serves a table's chaincodes, generates a client of what they answer to GetMetadata, compiles it strictly, and makes the
 * table's calls by it; those by which arguments or functions are tried that there are not are left out.
 */
export async function runByClient(run: TableRun, work: string): Promise<ClientRun> {
    const name = nameOf(run.table);
    const expected = await outcomesWithout(run);
    await using network = await TableNetwork.start(run);
    const metadata = await network.metadata();
    const folder = join(work, 'clients', name);
    mkdirSync(folder, { recursive: true });
    const failure = await compileClient(folder, metadata);
    if (failure !== undefined) return { name, failure, made: 0, undeclared: 0, differences: [] };
    using org1 = await openAs('Org1', run, network);
    using org2 = await openAs('Org2', run, network);
    const connect = loadClient(folder);
    const clients = { Org1: connect(org1.network, name), Org2: connect(org2.network, name) };
    return { name, ...(await makeCalls(run, { network, clients, metadata, expected })) };
}

async function openAs(name: OrganizationName, { members }: TableRun, network: TableNetwork): Promise<ClientNetwork> {
    const peerAddress = await network.listen(`${name}MSP`);
    return openClientNetwork({ peerAddress, rootCertificate: undefined }, members.clients[name]);
}

interface Calling {
    readonly network: TableNetwork;
    readonly clients: Readonly<Record<OrganizationName, Client>>;
    readonly metadata: unknown;
    /** What becomes of each call without the client. */
    readonly expected: readonly (string | undefined)[];
}

async function makeCalls(
    { table }: TableRun,
    { network, clients, metadata, expected }: Calling,
): Promise<Omit<ClientRun, 'name'>> {
    const parameters = parametersIn(metadata);
    const differences: string[] = [];
    let [made, undeclared] = [0, 0];
    for (const [index, call] of parseCalls(table.calls, CLIENT_IDS).entries()) {
        const method = clients[call.client][call.args[0] ?? ''];
        const args = argumentsOf(call, parameters);
        if (args === undefined || method === undefined || call.chaincode !== undefined || call.how === 'init') {
            // What it writes, later calls may read.
            await network.call(call, index);
            continue;
        }
        made += 1;
        const outcome = await outcomeOf(call, method, args);
        if (outcome === UNDECLARED) undeclared += 1;
        else if (outcome !== expected[index])
            differences.push(`${call.line}: ${outcome}, not ${String(expected[index])}`);
    }
    return { made, undeclared, differences };
}

type Client = Readonly<Record<string, Method>>;
type Connect = (network: Network, chaincode: string) => Client;

/** The first contract in a generated file. */
function loadClient(folder: string): Connect {
    const generated = createRequire(join(folder, 'x.js'))('./client.js') as Readonly<
        Record<string, { connect?: Connect }>
    >;
    const connector = Object.values(generated).find(({ connect }) => connect !== undefined);
    if (connector?.connect === undefined) throw new Error(`${folder} has no client`);
    return connector.connect;
}

async function outcomesWithout(run: TableRun): Promise<(string | undefined)[]> {
    await using network = await TableNetwork.start({ ...run, members: new Members() });
    const outcomes: (string | undefined)[] = [];
    for (const [index, call] of parseCalls(run.table.calls, CLIENT_IDS).entries())
        outcomes.push((await network.call(call, index))[0]);
    return outcomes;
}

const COMPILER_OPTIONS = [
    ...['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--noUnusedLocals'],
    ...['--noPropertyAccessFromIndexSignature', '--skipLibCheck', '--types', 'node', '--target', 'es2022'],
    ...['--lib', 'es2023,esnext.disposable', '--module', 'node16', '--moduleResolution', 'node16'],
];

/** @returns what the command or the compiler says, if one fails */
async function compileClient(folder: string, metadata: unknown): Promise<string | undefined> {
    writeFileSync(join(folder, 'metadata.json'), JSON.stringify(metadata));
    try {
        symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    } catch {
        // An earlier run has made it.
    }
    const args = [HEDDLE, 'generate', 'client', 'metadata.json', '--out', 'client.ts'];
    const { code, stderr } = await runProgram(args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } });
    if (code !== 0) return stderr;
    try {
        execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), [...COMPILER_OPTIONS, 'client.ts'], { cwd: folder });
        return undefined;
    } catch (error) {
        return String((error as { readonly stdout?: unknown }).stdout);
    }
}

/** By the names of transactions; undefined where it is not said which there are. */
function parametersIn(metadata: unknown): ReadonlyMap<string, readonly Parameter[] | undefined> {
    const { contracts } = metadata as {
        readonly contracts: Readonly<
            Record<string, { readonly transactions: readonly { name: string; parameters?: readonly Parameter[] }[] }>
        >;
    };
    const transactions = Object.values(contracts).flatMap((contract) => contract.transactions);
    return new Map(transactions.map(({ name, parameters }) => [name, parameters]));
}

/** Undefined where a client would not compile with them. */
function argumentsOf(
    { args: [name = '', ...given] }: Call,
    parameters: ReadonlyMap<string, readonly Parameter[] | undefined>,
): unknown[] | undefined {
    const declared = parameters.get(name);
    if (declared === undefined) return given;
    if (declared.length !== given.length) return undefined;
    const values = given.map((text, index) => valueOf(text, declared[index]?.schema.type));
    return values.includes(undefined) ? undefined : values;
}

function valueOf(text: string, type: string | undefined): unknown {
    if (type === 'string') return text;
    if (type === 'number') return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : undefined;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

const UNDECLARED = 'not as declared';

async function outcomeOf({ how, transient }: Call, method: Method, args: unknown[]): Promise<string> {
    const called = Object.keys(transient).length === 0 ? method : method.with({ transient });
    try {
        await (how === 'evaluate' ? (called.evaluate ?? called)(...args) : called(...args));
        return 'status 200';
    } catch (error) {
        if (error instanceof TransactionRefused) return `status ${error.status}`;
        if (error instanceof ArgumentInvalid || error instanceof ResultMismatch) return UNDECLARED;
        if (error instanceof TransactionInvalid) return `invalid ${error.code}`;
        return String(error);
    }
}
