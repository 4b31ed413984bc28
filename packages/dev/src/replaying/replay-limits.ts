import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
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

/** How long a transaction may take; 0 for as long as it likes. @throws ConfigurationError for what is no number of milliseconds */
export function parseTimeout(text: string): number {
    if (/^\d{1,9}$/.test(text)) return Number(text) || LONGEST_TIMER_MS;
    throw new ConfigurationError(
        `--timeout-ms is ${JSON.stringify(text)}: give a number of milliseconds, or 0 for no limit`,
    );
}

/** Names of functions, separated by commas. */
export function parseFunctions(text: string): readonly string[] {
    return text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
}
