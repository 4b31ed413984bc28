import type { LedgerOrigin } from '../ledger/ledger-origin';
import { type SeekPosition, Status } from './deliver-messages';

/** The first block, and the one behind which the delivery is over: never, where that one has passed already. */
export interface SeekRange {
    readonly start: bigint;
    readonly stop: bigint;
}

/** What a ledger has of its blocks. */
export interface BlockRange {
    readonly origin: LedgerOrigin | undefined;
    readonly height: () => Promise<bigint>;
}

/**
 * Which blocks are asked for (fabric, common/deliver/deliver.go, and blockledger/fileledger/impl.go, Iterator). A start
 * of no kind, or beyond the next block, is not found; a stop that is neither oldest, newest nor a number is block 0.
 * @returns BAD_REQUEST or NOT_FOUND if there are no such blocks
 */
export async function seekRange(
    { start, stop }: { readonly start: SeekPosition; readonly stop: SeekPosition },
    blocks: BlockRange,
): Promise<SeekRange | Status> {
    const first = await firstBlock(start, blocks);
    if (first === undefined) return Status.NOT_FOUND;
    const last = await lastBlock(stop, first, { isSame: start.newest !== undefined, blocks });
    const isPassed = stop.specified !== undefined && last < first;
    return isPassed ? Status.BAD_REQUEST : { start: first, stop: last };
}

async function firstBlock(position: SeekPosition, { origin, height }: BlockRange): Promise<bigint | undefined> {
    if (position.oldest !== undefined) return 0n;
    const next = await height();
    // The newest one of a snapshot is not there: the next one counts.
    if (position.newest !== undefined) return next === origin?.firstBlock ? next : next - 1n;
    if (position.nextCommit !== undefined) return next;
    return position.specified !== undefined && position.specified.number <= next
        ? position.specified.number
        : undefined;
}

async function lastBlock(
    position: SeekPosition,
    first: bigint,
    { isSame, blocks }: { readonly isSame: boolean; readonly blocks: BlockRange },
): Promise<bigint> {
    if (position.oldest !== undefined) return first;
    // From newest to newest is one block, also where one more has come meanwhile.
    if (position.newest !== undefined) return isSame ? first : (await blocks.height()) - 1n;
    return position.specified?.number ?? 0n;
}
