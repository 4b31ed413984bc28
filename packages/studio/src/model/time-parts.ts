import type { Transaction } from '../api/transaction';

/** A part of the time that a transaction took. */
export interface TimePart {
    readonly name: string;
    readonly ms: number;
}

/** Less than this nobody sees. */
const LEAST_MS = 0.05;

/** Where the milliseconds went, in their order: at each peer, around these, and in the block. */
export function timeParts({ times, endorsements }: Pick<Transaction, 'times' | 'endorsements'>): TimePart[] {
    if (times === undefined) return [];
    const { endorse, order, validate, write } = times;
    const peers = endorsements.map(({ mspId, ms = 0 }) => ({ name: `${mspId} ran it`, ms }));
    const around = endorse - peers.reduce((sum, { ms }) => sum + ms, 0);
    const parts: readonly (readonly [string, number | undefined])[] = [
        ['gateway', around],
        ['ordered', order],
        ['validated', validate],
        ['written', write],
    ];
    const others = parts.flatMap(([name, ms]) => (ms === undefined || ms < LEAST_MS ? [] : [{ name, ms }]));
    return [...peers, ...others];
}
