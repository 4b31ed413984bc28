import { badRequest, notFound } from './http/refusal';
import type { Recorder } from './record/recorder';
import type { LedgerSource } from './view/ledger-source';
import { recordedFromBlock } from './view/recorded-from-block';
import type { Recorded } from './view/summary';

/** Where a transaction may be known from. */
export interface Known {
    readonly recorder: Recorder;
    readonly source: LedgerSource;
}

/** As it was recorded, or as its block has it. @throws Refusal */
export async function recordedOf(id: string, { recorder, source }: Known): Promise<Recorded> {
    if (!/^[0-9a-f]{64}$/.test(id))
        throw badRequest(`${JSON.stringify(id)} is no transaction's id`, 'give 64 hexadecimal digits');
    const found = recorder.find(id) ?? (await committedOf(id, source));
    if (found !== undefined) return found;
    throw notFound(`there is no transaction ${id}`, 'refused and evaluated ones are kept for a while only');
}

/** As its block has it, where values are whole; undefined of what is in none. */
export async function committedOf(id: string, { reader }: LedgerSource): Promise<Recorded | undefined> {
    const place = await reader.transaction(id);
    const block = place && (await reader.block(place.blockNumber));
    const transaction = block?.transactions[Number(place?.txNumber ?? 0n)];
    if (block === undefined || place === undefined || transaction === undefined) return undefined;
    const at = { block: place.blockNumber, txNumber: Number(place.txNumber) };
    return recordedFromBlock(transaction, at, block.transactions.length);
}
