import { LocalPeerError } from '../errors';

/** What is wrong with blocks of a real channel. */
export function unusableBlocks(text: string, cause?: unknown): LocalPeerError {
    return new LocalPeerError('BLOCKS_UNUSABLE', text, { cause });
}
