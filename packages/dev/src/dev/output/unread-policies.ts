import type { NamespaceReadWriteSet, ReadWriteSet } from '@heddle/local-peer';
import { quoteBytes } from './shown-value';

/** What is read and written of one namespace, or of one collection: keys as a reader knows them. */
interface Touched {
    readonly isRead: boolean;
    readonly written: readonly string[];
    /** Whose policy is set. */
    readonly policies: readonly string[];
}

/**
 * Warns of a transaction that sets the policy of a key and neither writes the key nor reads anything: peers panic where an
 * earlier transaction of its block deletes the key. In development the two hardly ever come into one block. One that reads
 * anything is given the benefit of the doubt, as `setPolicy` of a row reads the row and none of its entries.
 */
export function hintsOnPolicies(set: ReadWriteSet): string[] {
    const unread = set
        .flatMap(touchedOf)
        .flatMap(({ isRead, written, policies }) => (isRead ? [] : policies.filter((key) => !written.includes(key))));
    return unread.map(
        (key) =>
            `read ${key} before you set its policy: all peers of a channel panic where an earlier transaction of the block deletes it`,
    );
}

function touchedOf({ reads, ranges, writes, metadataWrites, collections }: NamespaceReadWriteSet): Touched[] {
    const keyOf = ({ key }: { readonly key: string }): string => quoteBytes(Buffer.from(key));
    const hashOf = ({ keyHash }: { readonly keyHash: Buffer }): string =>
        `the private key of the hash ${keyHash.toString('hex').slice(0, 8)}…`;
    return [
        {
            isRead: reads.length > 0 || ranges.length > 0,
            written: writes.map(keyOf),
            policies: metadataWrites.map(keyOf),
        },
        ...collections.map((one) => ({
            isRead: one.reads.length > 0,
            written: one.writes.map(hashOf),
            policies: one.metadataWrites.map(hashOf),
        })),
    ];
}
