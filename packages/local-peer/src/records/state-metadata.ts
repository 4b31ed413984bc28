import type { StateMetadata } from '@heddle/protocol';
import { metadataWrite } from './key-value-set-codec';
import type { VersionedValue } from './version';

/** The metadata of a stored key, as chaincodes get it. */
export function toStateMetadata(stored: VersionedValue | undefined): StateMetadata[] {
    if (stored === undefined || stored.metadata.length === 0) return [];
    return metadataWrite.decode(stored.metadata).entries.map(({ name, value }) => ({ metakey: name, value }));
}
