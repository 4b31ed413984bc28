import { ProtocolError } from '@heddle/protocol';
import { LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import { errorText } from '../errors';
import { sha256 } from '../records/merkle-tree';
import {
    type PrivateWritesByTransaction,
    readRecordedBlock,
    type RecordedBlock,
    type RecordedTransaction,
} from './recorded-block';
import { unusableBlocks } from './unusable-blocks';

/** A block as it was fetched. */
export interface FetchedBlock {
    /** An encoded common.Block. */
    readonly block: Uint8Array;
    readonly privateWrites?: PrivateWritesByTransaction | undefined;
}

/**
 * Takes blocks apart as they come, and looks whether they are the history of one channel: from its first block on, each
 * one the successor of the one before, nothing changed in them.
 * @throws LocalPeerError BLOCKS_UNUSABLE, with a sentence that says which block and why
 */
export async function* checkedBlocks(fetched: AsyncIterable<FetchedBlock>): AsyncGenerator<RecordedBlock> {
    let before: RecordedBlock | undefined;
    for await (const one of fetched) {
        const block = read(one, before);
        const fault = faultOf(block, before);
        if (fault !== undefined) throw unusableBlocks(fault);
        yield block;
        before = block;
    }
    if (before === undefined) throw unusableBlocks('there are no blocks: fetch them with heddle blocks fetch');
}

function read({ block, privateWrites }: FetchedBlock, before: RecordedBlock | undefined): RecordedBlock {
    try {
        return readRecordedBlock(block, privateWrites);
    } catch (error) {
        const place = before === undefined ? 'the first block' : `what comes behind block ${before.number}`;
        const isMalformed = ProtocolError.is(error);
        throw unusableBlocks(
            isMalformed ? `${place} is not a whole block: ${errorText(error)}` : errorText(error),
            error,
        );
    }
}

/** What is wrong with a block, looked for in this order; undefined where all is well. */
function faultOf(block: RecordedBlock, before: RecordedBlock | undefined): string | undefined {
    return faultOfNumber(block, before) ?? faultOfChain(block, before) ?? faultOfContent(block);
}

function faultOfNumber({ number }: RecordedBlock, before: RecordedBlock | undefined): string | undefined {
    const expected = before === undefined ? 0n : before.number + 1n;
    if (number === expected) return undefined;
    const missing = number > expected ? `block ${expected} is missing` : `block ${number} comes twice`;
    return `${missing}: the state is made of all blocks from the first one on; fetch them with heddle blocks fetch`;
}

function faultOfChain(block: RecordedBlock, before: RecordedBlock | undefined): string | undefined {
    if (before === undefined) return undefined;
    const { number, channelId, previousHash } = block;
    if (channelId !== before.channelId)
        return `block ${number} is of channel ${channelId}, and those before are of ${before.channelId}: give the blocks of one channel`;
    if (!previousHash.equals(before.hash))
        return `block ${number} does not follow block ${before.number}: they are of different ledgers, or one was changed`;
    return undefined;
}

function faultOfContent({ number, envelopes, dataHash, transactions }: RecordedBlock): string | undefined {
    if (!sha256(envelopes).equals(dataHash))
        return `block ${number} has other transactions than its header says: the file was changed or is damaged`;
    if (transactions.some(isOfLocalPeer))
        return `block ${number} is one of heddle dev, whose definitions of chaincodes are not in its blocks: replay its journal`;
    return undefined;
}

/** A definition counts as one of the first block there, in which real peers have a configuration alone. */
function isOfLocalPeer({ call }: RecordedTransaction): boolean {
    const reads = call?.readWriteSet.find(({ namespace }) => namespace === LIFECYCLE_NAMESPACE)?.reads ?? [];
    return reads.some(({ version }) => version?.blockNumber === 0n);
}
