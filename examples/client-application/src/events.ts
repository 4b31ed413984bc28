import { type ChaincodeEvent, checkpointers, type Network } from '@hyperledger/fabric-gateway';
import { CHAINCODE_NAME } from './connection';

/** Where events begin, as long as nothing has been handled, and the file that remembers what has been. */
export interface Progress {
    readonly startBlock: bigint;
    readonly file: string;
}

/**
 * Handles each event once: a checkpoint is written after each, so that the next listener continues from there, even in
 * another process.
 * @param handle returns whether it has seen enough
 */
export async function listen(
    network: Network,
    { startBlock, file }: Progress,
    handle: (event: ChaincodeEvent) => boolean,
): Promise<void> {
    const checkpoint = await checkpointers.file(file);
    // Closed when this function is left.
    using events = await network.getChaincodeEvents(CHAINCODE_NAME, { startBlock, checkpoint });
    for await (const event of events) {
        const enough = handle(event);
        await checkpoint.checkpointChaincodeEvent(event);
        if (enough) return;
    }
}
