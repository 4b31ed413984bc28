import type { PrivateValue } from '@heddle/local-peer';
import type { FetchedBlock } from '@heddle/local-peer/internal';
import { readBlockFiles } from '@heddle/replay';
import { ConfigurationError, reasonOf } from 'heddle/command';

/**
 * The private values in blocks that were fetched with their private data, the oldest first.
 * @param path a folder of blocks, or a file of them
 * @throws ConfigurationError where there are no blocks, or they cannot be read
 */
export async function* readPrivateValues(path: string): AsyncGenerator<PrivateValue> {
    try {
        for await (const block of readBlockFiles(path)) yield* valuesIn(block);
    } catch (cause) {
        const remedy = 'give what heddle blocks fetch --private has written';
        throw new ConfigurationError(`--private ${path} cannot be read (${reasonOf(cause)}): ${remedy}`, { cause });
    }
}

function valuesIn({ privateWrites }: FetchedBlock): PrivateValue[] {
    const sets = [...(privateWrites?.values() ?? [])].flat();
    return sets
        .filter(isOfChaincode)
        .flatMap(({ namespace, collection, writes }) =>
            writes.flatMap(({ key, value, isDelete }) => (isDelete ? [] : { namespace, collection, key, value })),
        );
}

/** What organizations have approved is private data as well, and no chaincode's. */
function isOfChaincode({ namespace }: { readonly namespace: string }): boolean {
    return namespace !== '_lifecycle';
}
