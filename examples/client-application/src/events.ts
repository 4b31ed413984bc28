import type { ContractEvent } from '@heddle/client';
import { checkpointers } from '@hyperledger/fabric-gateway';
import type { AssetTransfer, AssetTransferEvents } from './clients/asset-transfer';

/** Where events begin, as long as nothing has been handled, and the file that remembers what has been. */
export interface Progress {
    readonly startBlock: bigint;
    readonly file: string;
}

export type AssetEvent = ContractEvent<AssetTransferEvents>;

/**
 * Handles each event once: a checkpoint is written after each, so that the next listener continues from there, even in
 * another process.
 * @param handle returns whether it has seen enough
 */
export async function listen(
    assets: AssetTransfer,
    { startBlock, file }: Progress,
    handle: (event: AssetEvent) => boolean,
): Promise<void> {
    const checkpointer = await checkpointers.file(file);
    for await (const event of assets.$events({ startBlock, checkpointer })) {
        const enough = handle(event);
        // Asking for the next one writes it too; this one may be the last.
        await event.checkpoint();
        if (enough) return;
    }
}
