import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionOptions, LocalPeer, type TransactionRequest } from '@heddle/local-peer';
import { type Call, parseCalls } from './call';
import { type CallTable, chaincodeName } from './call-table';
import { describeResult } from './describe-result';
import { CLIENT_IDS, type Members, ORGANIZATIONS } from './members';
import { ServedFolder } from './served-folder';

/** A call of a table and what became of it. */
export interface CallOutcome {
    readonly line: string;
    readonly outcome: readonly string[];
}

export interface TableRun {
    readonly table: CallTable;
    readonly members: Members;
    /** Where a folder of the table is prepared. */
    readonly prepared: (folder: string) => string;
    /** The time of the first call; each takes place a second after the one before. */
    readonly start: Date;
}

/**
 * Serves a table's chaincodes to a network of their own, makes the calls one after the other, and tells what became of each.
 * Transaction ids, times and identities are those of every other run with the same members and start.
 */
export async function runTable(run: TableRun): Promise<CallOutcome[]> {
    await using network = await TableNetwork.start(run);
    const outcomes: CallOutcome[] = [];
    for (const [index, call] of parseCalls(run.table.calls, CLIENT_IDS).entries())
        outcomes.push({ line: call.line, outcome: await network.call(call, index) });
    return outcomes;
}

/** A network with a table's chaincodes. */
export class TableNetwork implements AsyncDisposable {
    readonly #run: TableRun;
    readonly #peer: LocalPeer;
    readonly #servers: ServedFolder[] = [];
    /** What stands for the ids of transactions, which differ with the clients' certificates. */
    readonly #txIds = new Map<string, string>();

    private constructor(run: TableRun, peer: LocalPeer) {
        this.#run = run;
        this.#peer = peer;
    }

    static async start(run: TableRun): Promise<TableNetwork> {
        const { Org1, Org2 } = run.members.organizations;
        const peer = await LocalPeer.start({
            organization: Org1,
            organizations: [Org2],
            queries: run.table.queries ?? 'leveldb',
        });
        const network = new TableNetwork(run, peer);
        try {
            for (const folder of [run.table.folder, ...(run.table.others ?? [])]) await network.#deploy(folder);
        } catch (error) {
            await network[Symbol.asyncDispose]();
            throw error;
        }
        return network;
    }

    /** Has an organization's peer listen. @returns its address */
    async listen(organization: string): Promise<string> {
        return (await this.#peer.listen({ organization })).address;
    }

    /** What the table's first chaincode says of itself. */
    async metadata(): Promise<unknown> {
        const { payload } = await this.#peer.evaluate({
            chaincode: nameOf(this.#run.table),
            function: 'org.hyperledger.fabric:GetMetadata',
            args: [],
        });
        return JSON.parse(payload.toString());
    }

    /** The lines that describe what became of a call. */
    async call(call: Call, index: number): Promise<string[]> {
        const { table, start, members } = this.#run;
        const [name, ...args] = call.args;
        const request: TransactionRequest = {
            chaincode: call.chaincode ?? nameOf(table),
            ...(name === undefined ? {} : { function: name }),
            args,
            transient: call.transient,
            identity: members.clients[call.client],
            nonce: createHash('sha256')
                .update(`${nameOf(table)} ${index}`)
                .digest()
                .subarray(0, 24),
            time: new Date(start.getTime() + index * 1000),
        };
        try {
            const result =
                call.how === 'evaluate'
                    ? await this.#peer.evaluate(request)
                    : await this.#peer.submit({ ...request, isInit: call.how === 'init' });
            this.#txIds.set(result.txId, `{transaction ${index + 1}}`);
            return describeResult(result).map((line) => this.#withoutTxIds(line));
        } catch (error) {
            // Endorsers that disagree, or a server that is gone: the network's refusal is what the client sees.
            return [`refused ${(error as Error).message}`];
        }
    }

    #withoutTxIds(line: string): string {
        return line.replace(/[0-9a-f]{64}/g, (id) => this.#txIds.get(id) ?? id);
    }

    async #deploy(folder: string): Promise<void> {
        const { table, prepared } = this.#run;
        const name = folder === table.folder ? nameOf(table) : chaincodeName(folder);
        const packageId = `${name}_1:${createHash('sha256').update(name).digest('hex')}`;
        const connect: Record<string, { readonly address: string }> = {};
        let server: ServedFolder | undefined;
        for (const organization of ORGANIZATIONS) {
            const mspId = `${organization}MSP`;
            if (server === undefined || table.oneServer !== true) {
                server = await ServedFolder.start({
                    folder: prepared(folder),
                    packageId,
                    mspId,
                    program: table.program,
                });
                this.#servers.push(server);
            }
            connect[mspId] = { address: server.address };
        }
        this.#peer.install({
            name,
            packageId,
            connect,
            endorsementPolicy: "OR('Org1MSP.member', 'Org2MSP.member')",
            collections: collectionsOf(join(prepared(folder), table.collections ?? '')),
            ...(existsSync(join(prepared(folder), 'META-INF')) ? { indexes: prepared(folder) } : {}),
        });
        await this.#peer.launch({ chaincode: name });
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.#peer.close();
        for (const server of this.#servers) await server[Symbol.asyncDispose]();
    }
}

export function nameOf(table: CallTable): string {
    return table.name ?? chaincodeName(table.folder);
}

interface CollectionFile extends Omit<CollectionOptions, 'endorsementPolicy'> {
    readonly endorsementPolicy?: { readonly signaturePolicy: string };
}

/** Reads a collection configuration as the peer command takes it; none where the path is a folder. */
function collectionsOf(path: string): CollectionOptions[] {
    if (!path.endsWith('.json')) return [];
    const collections = JSON.parse(readFileSync(path, 'utf8')) as readonly CollectionFile[];
    return collections.map(({ endorsementPolicy, ...collection }) => ({
        ...collection,
        ...(endorsementPolicy === undefined ? {} : { endorsementPolicy: endorsementPolicy.signaturePolicy }),
    }));
}
