import type { Logger } from '@heddle/core';
import type { Journal } from '../recording/journal';
import type { RunSettings } from '../serving/server-settings';
import type { Operations } from './operations';

/** Undefined if nobody asked for them. What they need takes time to load, and few need it. */
export async function createOperations(
    { operationsAddress: address, graceMs }: RunSettings,
    logger: Logger,
    journal?: Pick<Journal, 'lostBytes'>,
): Promise<Operations | undefined> {
    if (address === undefined) return undefined;
    const { Operations } = await import('./operations.js');
    const { Metrics } = await import('./metrics.js');
    return new Operations({ address, graceMs, logger }, (host) => {
        const metrics = new Metrics(host);
        if (journal !== undefined) metrics.watchJournal(journal);
        return metrics;
    });
}
