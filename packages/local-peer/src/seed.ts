import type { Channel } from './channel/channel';
import { encodeResponsePayload } from './endorse/response-payload';
import { createProposal, type UnpackedProposal, unpackProposal } from './endorse/unpacked-proposal';
import { errorText, LocalPeerError } from './errors';
import type { SigningIdentity } from './identity/signing-identity';
import { envelope, prepareTransaction } from './records/transaction-envelope';
import type { SimulationResult } from './simulate/simulation-result';
import type { Simulator } from './simulate/simulator';

/** A key to begin with. */
export interface SeedWrite {
    readonly key: string;
    /** Undefined deletes the key. */
    readonly value: string | Uint8Array | undefined;
    /** Makes it private data of this collection, which all of its members' peers get. */
    readonly collection?: string | undefined;
}

/** What a ledger has before its first transaction, or what a test puts there by force. */
export interface SeedRequest {
    readonly chaincode: string;
    /** Default: the peer's first channel. */
    readonly channel?: string | undefined;
    readonly writes: readonly SeedWrite[];
}

/** Whose name it goes by, and when. */
export interface SeedOrigin {
    readonly identity: SigningIdentity;
    readonly time: Date;
}

/** The function that clients see in the block. No chaincode is called. */
const FUNCTION = 'heddle.seed';

/**
 * Makes a transaction that only writes. It has no endorsement, so that no policy has anything to say: the channel is told
 * to accept it all the same, which real peers never would.
 * @throws LocalPeerError OPTION_INVALID for a chaincode or a collection that is not there, and for what a peer would refuse
 */
export async function prepareSeed(channel: Channel, request: SeedRequest, origin: SeedOrigin): Promise<Buffer> {
    const { chaincode, writes } = request;
    const definition = channel.chaincodes.get(chaincode);
    if (definition === undefined)
        throw new LocalPeerError(
            'CHAINCODE_UNKNOWN',
            `no chaincode '${chaincode}' on channel '${channel.id}'; install it first`,
        );
    const { identity, time } = origin;
    const { txId, encoded } = createProposal({
        channelId: channel.id,
        chaincode,
        args: [Buffer.from(FUNCTION)],
        identity,
        time,
    });
    const unpacked = unpackProposal(encoded);
    const result = await simulate(channel, { txId, mspId: identity.mspId }, (simulator) => {
        for (const write of writes) apply(simulator, chaincode, write);
    });
    channel.transient.put(txId, await channel.store.height(), result.privateWrites);
    channel.trust(txId);
    const responsePayload = responseOf(unpacked, result, definition.version);
    const payload = prepareTransaction({ proposal: unpacked.proposal, responsePayload, endorsements: [] });
    return envelope.encode({ payload, signature: identity.sign(payload) });
}

async function simulate(
    channel: Channel,
    { txId, mspId }: { readonly txId: string; readonly mspId: string },
    write: (simulator: Simulator) => void,
): Promise<SimulationResult> {
    const simulator = await channel.simulate(txId, mspId);
    try {
        write(simulator);
        return await simulator.finish();
    } catch (error) {
        throw new LocalPeerError('OPTION_INVALID', `the seed cannot be written: ${errorText(error)}`, { cause: error });
    } finally {
        await simulator.close();
    }
}

function apply(simulator: Simulator, namespace: string, { key, value = '', collection }: SeedWrite): void {
    // What answers requests refuses it, and nothing below does.
    if (key === '') throw new Error('a key is empty');
    const bytes = Buffer.from(value);
    if (collection === undefined) simulator.setState(namespace, key, bytes);
    else simulator.privateState.set(namespace, collection, key, bytes);
}

function responseOf(unpacked: UnpackedProposal, { readWriteSet }: SimulationResult, version: string): Buffer {
    const response = { status: 200, message: '', payload: Buffer.alloc(0) };
    return encodeResponsePayload(unpacked, { response, event: undefined, readWriteSet, version });
}
