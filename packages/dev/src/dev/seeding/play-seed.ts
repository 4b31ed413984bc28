import type { LocalPeer } from '@heddle/local-peer';
import { createCompositeKey } from '@heddle/protocol';
import { CommandError, reasonOf } from 'heddle/command';
import { explainFailure } from '../../client/explain-failure';
import { askFunctions } from '../../client/gateway-call';
import { type GatewayClient, openGateway } from '../../client/gateway-client';
import type { Connection } from '../../client/gateway-connection';
import { toNetworkSource } from '../../client/running-network';
import { readUser } from '../../client/user-files';
import { invalidTransaction } from '../../client/validation';
import { wholeReasonOf } from '../../client/whole-reason';
import type { DevConnection } from '../connection/dev-connection';
import type { SeedCall, SeedFile, SeedKey } from './seed-file';

/** A network, and the package for which it runs. */
export interface SeededNetwork {
    readonly peer: LocalPeer;
    readonly connection: DevConnection;
    readonly folder: string;
}

const TIMEOUT_MS = 60_000;

/**
 * Writes the keys of a seed, up to a thousand in a transaction, and submits its calls, one after the other.
 *
 * @throws CommandError with the line of what is refused; what came before it is on the ledger
 */
export async function playSeed({ state, calls }: SeedFile, network: SeededNetwork): Promise<void> {
    for (const batch of batchesOf(state)) await writeKeys(batch, network);
    using clients = new SeedClients(network);
    for (const [index, call] of calls.entries()) {
        const what = `${call.where}: call ${index + 1} of the seed, ${call.function}`;
        try {
            await submit(call, clients);
        } catch (error) {
            throw new CommandError(1, `${what}, was refused: ${wholeReasonOf(error)}`, { cause: error });
        }
    }
}

/** Keys in one transaction. */
const MOST_KEYS = 1000;

/** Those that follow one another, of one chaincode, go into one transaction; a key that comes again is written again. */
function batchesOf(state: readonly SeedKey[]): SeedKey[][] {
    const batches: SeedKey[][] = [];
    let batch: SeedKey[] = [];
    let names = new Set<string>();
    for (const one of state) {
        const name = JSON.stringify([one.collection, one.key]);
        const fits = batch.length < MOST_KEYS && batch[0]?.chaincode === one.chaincode && !names.has(name);
        if (batch.length === 0 || !fits) {
            batch = [];
            names = new Set();
            batches.push(batch);
        }
        batch.push(one);
        names.add(name);
    }
    return batches;
}

async function writeKeys(batch: readonly SeedKey[], network: SeededNetwork): Promise<void> {
    try {
        await write(batch, network);
    } catch {
        // Nothing of it is written. One by one, the key that is refused is met, and can be named.
        for (const one of batch) await writeKey(one, network);
    }
}

async function writeKey(one: SeedKey, network: SeededNetwork): Promise<void> {
    try {
        await write([one], network);
    } catch (error) {
        const what = `${one.where}: the key of the seed was refused`;
        throw new CommandError(1, `${what}: ${reasonOf(error)}`, { cause: error });
    }
}

async function write(keys: readonly SeedKey[], { peer, connection }: SeededNetwork): Promise<void> {
    const writes = keys.map(({ key, value, collection }) => ({
        key: typeof key === 'string' ? key : createCompositeKey(key[0] ?? '', key.slice(1)),
        value,
        collection,
    }));
    await peer.seed({ chaincode: keys[0]?.chaincode ?? connection.chaincode, writes });
}

async function submit(call: SeedCall, clients: SeedClients): Promise<void> {
    const { client, connection } = clients.find(call);
    const { function: name, args, transient, contract } = call;
    const functions = { name, functions: () => askFunctions(client) };
    try {
        const proposal = client.contract(contract).newProposal(name, {
            arguments: [...args],
            transientData: Object.fromEntries(transient),
        });
        const submitted = await (await proposal.endorse()).submit();
        const status = await submitted.getStatus();
        if (!status.successful) throw invalidTransaction(status, connection.channel);
    } catch (error) {
        throw await explainFailure(error, { what: name, connection, call: functions });
    }
}

interface OpenClient {
    readonly client: GatewayClient;
    readonly connection: Connection;
}

/** A client for each user and chaincode. */
class SeedClients implements Disposable {
    readonly #network: SeededNetwork;
    readonly #open = new Map<string, OpenClient>();

    constructor(network: SeededNetwork) {
        this.#network = network;
    }

    /** @throws ConfigurationError for a user or an organization that is not there */
    find({ as, mspId, chaincode }: Pick<SeedCall, 'as' | 'mspId' | 'chaincode'>): OpenClient {
        const id = JSON.stringify([as, mspId, chaincode]);
        const known = this.#open.get(id);
        if (known !== undefined) return known;
        const connection = this.#connect({ as, mspId, chaincode });
        const opened = { connection, client: openGateway(connection) };
        this.#open.set(id, opened);
        return opened;
    }

    [Symbol.dispose](): void {
        for (const { client } of this.#open.values()) client[Symbol.dispose]();
    }

    #connect({ as, mspId, chaincode }: Pick<SeedCall, 'as' | 'mspId' | 'chaincode'>): Connection {
        const { connection: dev, folder } = this.#network;
        const {
            address,
            tls,
            mspId: organization = '',
            user,
            dev: known,
        } = toNetworkSource(dev, { as, mspId }, folder);
        if (user === undefined) throw new Error('the network has no user');
        return {
            address,
            tls: tls && { ...tls, client: undefined },
            user: { mspId: organization, ...readUser(user) },
            channel: dev.channel,
            chaincode: chaincode ?? dev.chaincode,
            timeoutMs: TIMEOUT_MS,
            ...(known !== undefined && { dev: known }),
        };
    }
}
