import { bytes, embedded, int32, message, uint64 } from '@heddle/protocol/codec';
import { blockUnavailable } from '../ledger/ledger-origin';
import type { LedgerStore, TransactionLocation } from '../ledger/ledger-store';
import { decodeBlock, hashOfBlock } from '../records/block';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { failure, success, type SystemChaincode } from './system-chaincode';

/** `qscc`: blocks and transactions of a channel, for clients (fabric, core/scc/qscc/query.go). */

const blockchainInfo = message({
    height: uint64(1),
    currentBlockHash: bytes(2),
    previousBlockHash: bytes(3),
    bootstrappingSnapshotInfo: embedded(4, message({ lastBlockInSnapshot: uint64(1) })),
});
const processedTransaction = message({ envelope: bytes(1), validationCode: int32(2) });

/** Stands for the last block. */
const LAST_BLOCK = 2n ** 64n - 1n;

type Query = (store: LedgerStore, argument: Buffer) => Promise<ChaincodeResponse>;

const QUERIES: ReadonlyMap<string, Query> = new Map([
    ['GetChainInfo', chainInfo],
    ['GetBlockByNumber', blockByNumber],
    ['GetBlockByHash', blockByHash],
    ['GetBlockByTxID', blockByTransaction],
    ['GetTransactionByID', transactionById],
]);

/** Answers one query; what is wrong is told in the order in which a peer finds it. */
export const ledgerQueries: SystemChaincode = ({ proposedChaincode }, args, { channels }) => {
    const [name, channelId] = args.map(String);
    if (name === undefined || channelId === undefined) return failure(`Incorrect number of arguments, ${args.length}`);
    if (proposedChaincode !== 'qscc') {
        const refusal = 'Rejecting invoke of QSCC from another chaincode because of potential for deadlocks';
        return failure(`${refusal}, original invocation for '${proposedChaincode}'`);
    }
    const [, , argument] = args;
    if (name !== 'GetChainInfo' && argument === undefined) return failure(`missing 3rd argument for ${name}`);
    const channel = channels.get(channelId);
    if (channel === undefined) return failure(`Invalid chain ID, ${channelId}`);
    // A name is looked up as a resource of access control before it is as a function.
    const query = QUERIES.get(name);
    if (query === undefined)
        return failure(`access denied for [${name}][${channelId}]: [Unmapped policy for qscc/${name}]`);
    return query(channel.store, argument ?? Buffer.alloc(0));
};

async function chainInfo(store: LedgerStore): Promise<ChaincodeResponse> {
    const { origin } = store;
    const height = await store.height();
    return success(
        blockchainInfo.encode({
            height,
            ...(await lastHashes(store, height)),
            bootstrappingSnapshotInfo: origin && { lastBlockInSnapshot: origin.firstBlock - 1n },
        }),
    );
}

async function lastHashes(
    store: LedgerStore,
    height: bigint,
): Promise<{ readonly currentBlockHash: Buffer; readonly previousBlockHash: Buffer }> {
    const { origin } = store;
    if (height === origin?.firstBlock)
        return { currentBlockHash: origin.lastHash, previousBlockHash: origin.previousHash };
    const { header } = decodeBlock(await blockOf(store, height - 1n));
    return { currentBlockHash: hashOfBlock(header), previousBlockHash: header.previousHash };
}

async function blockByNumber(store: LedgerStore, argument: Buffer): Promise<ChaincodeResponse> {
    const text = argument.toString();
    const fault = numberFault(text);
    if (fault !== undefined)
        return failure(
            `Failed to parse block number with error strconv.ParseUint: parsing ${JSON.stringify(text)}: ${fault}`,
        );
    const asked = BigInt(text);
    const number = asked === LAST_BLOCK ? (await store.height()) - 1n : asked;
    if (store.origin !== undefined && number < store.origin.firstBlock)
        return failure(`Failed to get block number ${asked}, error ${blockUnavailable(store.origin, number)}`);
    const block = await store.block(number);
    return block === undefined
        ? failure(`Failed to get block number ${number}, error no such block number [${number}] in index`)
        : success(block);
}

async function blockByHash(store: LedgerStore, hash: Buffer): Promise<ChaincodeResponse> {
    const number = await store.blockNumberOf(hash);
    if (number !== undefined) return success(await blockOf(store, number));
    const fault = `no such block hash [${hash.toString('hex')}] in index`;
    return failure(`Failed to get block hash ${hash.toString()}, error ${fault}`);
}

async function blockByTransaction(store: LedgerStore, argument: Buffer): Promise<ChaincodeResponse> {
    const txId = argument.toString();
    const location = await store.transaction(txId);
    return location === undefined
        ? failure(`Failed to get block for txID ${txId}, error ${await whyMissing(store, txId)}`)
        : success(await blockOf(store, location.blockNumber));
}

async function transactionById(store: LedgerStore, argument: Buffer): Promise<ChaincodeResponse> {
    const txId = argument.toString();
    const location = await store.transaction(txId);
    if (location === undefined)
        return failure(`Failed to get transaction with id ${txId}, error ${await whyMissing(store, txId)}`);
    const { validationCode } = location;
    return success(processedTransaction.encode({ envelope: await envelopeAt(store, location), validationCode }));
}

async function envelopeAt(store: LedgerStore, { blockNumber, txNumber }: TransactionLocation): Promise<Buffer> {
    const { envelopes } = decodeBlock(await blockOf(store, blockNumber));
    const envelope = envelopes[Number(txNumber)];
    if (envelope === undefined) throw new Error(`block ${blockNumber} has no transaction ${txNumber}`);
    return envelope;
}

/** A block that an index has named, or that the height says is there. */
async function blockOf(store: LedgerStore, number: bigint): Promise<Buffer> {
    const block = await store.block(number);
    if (block === undefined) throw new Error(`no such block number [${number}] in index`);
    return block;
}

/** fabric, common/ledger/blkstorage/blockfile_mgr.go, for a transaction that only its id is known of. */
async function whyMissing(store: LedgerStore, txId: string): Promise<string> {
    const { origin } = store;
    if (origin === undefined || !(await store.hasTransaction(txId))) return `no such transaction ID [${txId}] in index`;
    const reason = `Ledger bootstrapped from a snapshot. First available block = [${origin.firstBlock}]`;
    return `details for the TXID [${txId}] not available. ${reason}`;
}

/** What strconv.ParseUint of Go says. */
function numberFault(text: string): string | undefined {
    if (!/^\d+$/.test(text)) return 'invalid syntax';
    return BigInt(text) > LAST_BLOCK ? 'value out of range' : undefined;
}
