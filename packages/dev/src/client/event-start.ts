import type { ChaincodeEventsOptions } from '@hyperledger/fabric-gateway';
import { ConfigurationError } from 'heddle/command';
import type { EventOptions } from '../input/event-options';
import { CheckpointFile } from './checkpoint-file';

/** Where events begin, and where that is kept. */
export interface EventStart {
    readonly from: ChaincodeEventsOptions;
    readonly file: CheckpointFile | undefined;
}

/** @throws ConfigurationError if the options contradict each other, or a file cannot be used */
export function resolveEventStart({ fromBlock, after, checkpoint }: EventOptions): EventStart {
    if (after !== undefined && checkpoint !== undefined) {
        throw new ConfigurationError('--after and --checkpoint contradict each other: give one of them');
    }
    if (after !== undefined && !/^[0-9a-f]{64}$/.test(after)) {
        throw new ConfigurationError(
            `--after is ${JSON.stringify(after)}, which is no transaction id: give 64 hex digits`,
        );
    }
    const block = fromBlock === undefined ? undefined : parseCount(fromBlock, '--from-block');
    const startBlock = block === undefined ? {} : { startBlock: BigInt(block) };
    if (after !== undefined) return { from: { ...startBlock, checkpoint: behind(after) }, file: undefined };
    if (checkpoint === undefined) return { from: startBlock, file: undefined };
    const file = new CheckpointFile(checkpoint);
    return { from: { ...startBlock, checkpoint: file }, file };
}

/** @throws ConfigurationError if it is no whole number */
export function parseCount(text: string, option: string): number {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new ConfigurationError(`${option} is ${JSON.stringify(text)}: give a whole number`);
}

function behind(transactionId: string): NonNullable<ChaincodeEventsOptions['checkpoint']> {
    return { getBlockNumber: () => undefined, getTransactionId: () => transactionId };
}
