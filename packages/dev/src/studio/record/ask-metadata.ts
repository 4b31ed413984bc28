import type { LocalPeer } from '@heddle/local-peer';
import { METADATA_FUNCTION } from '../../calling/metadata-function';

/** What a chaincode says of itself; null of one that says nothing, or that does not run. Never rejects. */
export async function askMetadata(
    peer: LocalPeer,
    place: { readonly chaincode: string; readonly channel?: string },
): Promise<unknown> {
    try {
        const { payload } = await peer.evaluate({ ...place, function: METADATA_FUNCTION });
        return JSON.parse(Buffer.from(payload).toString()) as unknown;
    } catch {
        return null;
    }
}
