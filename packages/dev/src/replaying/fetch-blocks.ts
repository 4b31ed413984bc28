import { encodeFetchedBlock } from '@heddle/local-peer/internal';
import { message, uint64 } from '@heddle/protocol/codec';
import { BlockFolder } from '@heddle/replay';
import type { Network } from '@hyperledger/fabric-gateway';
import { ConfigurationError, reasonOf } from 'heddle/command';
import { explainFailure } from '../client/explain-failure';
import { openGateway } from '../client/gateway-client';
import type { Connection } from '../client/gateway-connection';
import { type ConnectionRequest, resolveConnection } from '../client/resolve-connection';
import type { BlocksOptions } from '../input/blocks-options';
import { parseBlock } from './replay-limits';

/** What `heddle blocks fetch` was given. */
export interface FetchRequest extends ConnectionRequest {
    readonly options: BlocksOptions;
}

/** The peer's own chaincode that knows how many blocks there are. */
const LEDGER_QUERIES = 'qscc';
/** common.BlockchainInfo. */
const chainInfo = message({ height: uint64(1) });

/**
 * Fetches a channel's blocks into a folder, from where it ends on. To be interrupted leaves what has come.
 * @returns how many have come
 * @throws ConfigurationError if something that was given cannot work, CommandError if the connection fails
 */
export async function fetchBlocks(path: string, request: FetchRequest, signal: AbortSignal): Promise<bigint> {
    const connection = resolveConnection({ ...request, chaincode: LEDGER_QUERIES });
    using folder = openFolder(path);
    const first = startOf(request.options, path, folder.next);
    using client = openGateway(connection);
    try {
        const last = await lastOf(request.options, client.network, connection);
        if (last < first) return 0n;
        const blocks = blocksFrom(client.network, first, request.options.private === true, signal);
        await appendUntil(last, folder, blocks);
    } catch (error) {
        // To be told to end cancels the call, which is a failure to the client library.
        if (!signal.aborted) throw await explainFailure(error, { what: 'blocks', connection });
    }
    return folder.next - first;
}

async function appendUntil(last: bigint, folder: BlockFolder, blocks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const encoded of blocks) {
        folder.append(encoded);
        if (folder.next > last) return;
    }
}

/** The folder is a row of blocks: there is one place where it can go on. */
function startOf({ from }: BlocksOptions, path: string, next: bigint): bigint {
    if (from === undefined) return next;
    const wanted = parseBlock(from, '--from');
    if (wanted === next) return next;
    throw new ConfigurationError(
        `--from is ${wanted}, and ${path} goes on with block ${next}: leave it out, or name another folder`,
    );
}

async function lastOf({ to }: BlocksOptions, network: Network, { channel }: Connection): Promise<bigint> {
    if (to !== undefined) return parseBlock(to, '--to');
    const answer = await network.getContract(LEDGER_QUERIES).evaluateTransaction('GetChainInfo', channel);
    return chainInfo.decode(answer).height - 1n;
}

/** Encoded as files of blocks have them. */
async function* blocksFrom(
    network: Network,
    startBlock: bigint,
    withPrivateData: boolean,
    signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
    if (withPrivateData) {
        using blocks = await network.getBlockAndPrivateDataEvents({ startBlock });
        signal.addEventListener('abort', () => {
            blocks.close();
        });
        for await (const block of blocks) yield block.serializeBinary();
        return;
    }
    using blocks = await network.getBlockEvents({ startBlock });
    signal.addEventListener('abort', () => {
        blocks.close();
    });
    for await (const block of blocks) yield encodeFetchedBlock(block.serializeBinary());
}

function openFolder(path: string): BlockFolder {
    try {
        return BlockFolder.open(path);
    } catch (cause) {
        throw new ConfigurationError(
            `${path} cannot take blocks (${reasonOf(cause)}): name a folder of blocks, or one that is not there yet`,
            { cause },
        );
    }
}
