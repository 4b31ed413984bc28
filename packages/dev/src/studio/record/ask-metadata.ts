import type { LocalPeer } from '@heddle/local-peer';
import type { Recorder } from './recorder';

const METADATA_FUNCTION = 'org.hyperledger.fabric:GetMetadata';

/** What a chaincode says of itself; null of one that says nothing, or that does not run. Never rejects. */
export function askMetadata(
    peer: LocalPeer,
    recorder: Recorder,
    place: { readonly chaincode: string; readonly channel?: string },
): Promise<unknown> {
    return recorder.asOwn('question', async () => {
        try {
            const { payload } = await peer.evaluate({ ...place, function: METADATA_FUNCTION });
            return JSON.parse(Buffer.from(payload).toString()) as unknown;
        } catch {
            return null;
        }
    });
}
