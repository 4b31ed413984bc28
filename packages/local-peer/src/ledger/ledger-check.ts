import { ProtocolError } from '@heddle/protocol';
import { LocalPeerError } from '../errors';
import { decodeBlock } from '../records/block';
import type { LedgerStore } from './ledger-store';

/**
 * Checks that a ledger's height and its last block agree, as they do where every block came in one batch.
 * @throws LocalPeerError STORE_UNUSABLE
 */
export async function checkLedger(channelId: string, store: LedgerStore): Promise<void> {
    const height = await store.height();
    const last =
        height === (store.origin?.firstBlock ?? 0n)
            ? undefined
            : faultOfBlock(height - 1n, await store.block(height - 1n));
    const fault = last ?? ((await store.block(height)) === undefined ? undefined : `there is a block ${height}`);
    if (fault === undefined) return;
    throw new LocalPeerError(
        'STORE_UNUSABLE',
        `the ledger of channel '${channelId}' is damaged: its height is ${height}, but ${fault}; restore it from a copy, or begin with an empty one`,
    );
}

function faultOfBlock(number: bigint, encoded: Buffer | undefined): string | undefined {
    if (encoded === undefined) return `there is no block ${number}`;
    try {
        const found = decodeBlock(encoded).header.number;
        return found === number ? undefined : `block ${number} says that it is block ${found}`;
    } catch (error) {
        if (ProtocolError.is(error)) return `block ${number} cannot be read`;
        throw error;
    }
}
