import type { MetadataWrite } from './read-write-set';
import { toStateMetadata } from './state-metadata';
import type { VersionedValue } from './version';

/**
 * Whose peers have a private value. All peers of a network share one store, and peers keep no metadata with private values:
 * there it says so where some members' peers have not got the value.
 */

const HOLDERS = 'HOLDERS';

/** Says of a key that only the peers of these organizations have its value. */
export function heldBy(key: string, mspIds: readonly string[]): MetadataWrite {
    return { key, entries: [{ name: HOLDERS, value: Buffer.from(JSON.stringify(mspIds)) }] };
}

/** Tells whether the peer of an organization, which is one of the members, has a value. */
export function isHeldBy(stored: VersionedValue | undefined, mspId: string): boolean {
    if (stored === undefined || stored.metadata.length === 0) return true;
    const holders = toStateMetadata(stored).find(({ metakey }) => metakey === HOLDERS)?.value;
    // Nobody but heldBy has written it.
    return holders === undefined || (JSON.parse(holders.toString()) as string[]).includes(mspId);
}
