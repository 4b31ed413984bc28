import { LocalPeerError } from '../errors';
import type { LedgerOrigin } from './ledger-origin';
import type { LedgerTable } from './ledger-table';

const KEY = Buffer.from('id');

/**
 * Keeps with a ledger which snapshot it began with; one that has blocks goes on with the same.
 * @throws LocalPeerError STORE_UNUSABLE
 */
export async function keepOrigin(
    channelId: string,
    { origins, blocks }: { readonly origins: LedgerTable; readonly blocks: LedgerTable },
    origin: LedgerOrigin | undefined,
): Promise<void> {
    const kept = (await origins.get(KEY))?.toString();
    if (kept === origin?.id) return;
    const [first] = await blocks.keys({ limit: 1 }).all();
    const isNew = kept === undefined && first === undefined;
    if (!isNew)
        throw new LocalPeerError('STORE_UNUSABLE', `the ledger of channel '${channelId}' ${faultOf(kept, origin)}`);
    if (origin !== undefined) await origins.put(KEY, Buffer.from(origin.id));
}

function faultOf(kept: string | undefined, origin: LedgerOrigin | undefined): string {
    if (kept === undefined)
        return 'began with a block of its own, and not with a snapshot: give the fork a folder of its own';
    const given = origin === undefined ? 'it is opened without one' : `the one that is given is ${origin.id}`;
    return `began with the snapshot ${kept}, and ${given}: give that snapshot, or another folder`;
}
