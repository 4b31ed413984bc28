import { ConfigurationError } from 'heddle/command';

/** A number of a block, or a time. */
export type Limit = { readonly block: bigint } | { readonly time: Date };

/** @throws ConfigurationError for what is neither */
export function parseLimit(text: string, option: string): Limit {
    if (/^\d{1,19}$/.test(text)) return { block: BigInt(text) };
    const time = new Date(text);
    if (!Number.isNaN(time.getTime())) return { time };
    throw new ConfigurationError(
        `${option} is ${JSON.stringify(text)}: give the number of a block, or a time such as 2026-11-28T12:00:00Z`,
    );
}

/** @throws ConfigurationError for what is no number of a block */
export function parseBlock(text: string, option: string): bigint {
    if (/^\d{1,19}$/.test(text)) return BigInt(text);
    throw new ConfigurationError(`${option} is ${JSON.stringify(text)}: give the number of a block`);
}

/** @throws ConfigurationError for what is no number of milliseconds above 0 */
export function parseMilliseconds(text: string): number {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value > 0) return value;
    throw new ConfigurationError(`--timeout-ms is ${JSON.stringify(text)}: give a number of milliseconds above 0`);
}
