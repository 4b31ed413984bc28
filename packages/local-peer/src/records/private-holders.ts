import type { MetadataWrite } from './read-write-set';
import { toStateMetadata } from './state-metadata';
import type { VersionedValue } from './version';

/**
 * Whose peers have a private value. All peers of a network share one store, and peers keep no metadata with private values:
 * there it says so where some members' peers have not got the value.
 */

const HOLDERS = 'HOLDERS';

/** MSP ids of the organizations whose peers have a value; undefined where all members' have it. */
export type Holders = readonly string[] | undefined;

/** Says of a key whose peers have its value. */
export function heldBy(key: string, holders: Holders): MetadataWrite {
    const entries = holders === undefined ? [] : [{ name: HOLDERS, value: Buffer.from(JSON.stringify(holders)) }];
    return { key, entries };
}

/** Reads what `heldBy` has said. */
export function holdersOf(stored: VersionedValue): Holders {
    if (stored.metadata.length === 0) return undefined;
    const holders = toStateMetadata(stored).find(({ metakey }) => metakey === HOLDERS)?.value;
    // Nobody but heldBy has written it.
    return holders && (JSON.parse(holders.toString()) as string[]);
}

/** Tells whether the peer of an organization, which is one of the members, has a value. */
export function isHeldBy(stored: VersionedValue | undefined, mspId: string): boolean {
    return stored === undefined || (holdersOf(stored)?.includes(mspId) ?? true);
}
