import type { PrivateValue } from '@heddle/local-peer';
import { readBlockFiles } from '@heddle/replay';
import { ConfigurationError, reasonOf } from 'heddle/command';

/**
 * The private values in blocks that were fetched with their private data, the oldest first.
 * @param path a folder of blocks, or a file of them
 * @throws ConfigurationError where there are no blocks, or they cannot be read
 */
export async function* readPrivateValues(path: string): AsyncGenerator<PrivateValue> {
    try {
        for await (const { privateWrites } of readBlockFiles(path))
            for (const { namespace, collection, writes } of [...(privateWrites?.values() ?? [])].flat())
                for (const { key, value, isDelete } of writes)
                    if (!isDelete) yield { namespace, collection, key, value };
    } catch (cause) {
        const remedy = 'give what heddle blocks fetch --private has written';
        throw new ConfigurationError(`--private ${path} cannot be read (${reasonOf(cause)}): ${remedy}`, { cause });
    }
}
