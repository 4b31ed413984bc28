import { LocalPeerError } from '@heddle/local-peer';
import { LedgerBlocks } from '@heddle/local-peer/internal';
import { BlockFileError, readBlockFiles } from '@heddle/replay';
import { ConfigurationError, makeNamedFolder, reasonOf } from 'heddle/command';
import { countOf } from './counted';

/** Makes the ledger of a channel's blocks. @returns it, and what is to be said of it @throws ConfigurationError */
export async function openBlocks(
    path: string,
    options: {
        readonly privateFile: string | undefined;
        readonly at: bigint | undefined;
        readonly storePath: string | undefined;
    },
): Promise<{ readonly ledger: { readonly blocks: LedgerBlocks }; readonly notes: readonly string[] }> {
    const { privateFile, at, storePath } = options;
    if (privateFile !== undefined)
        throw new ConfigurationError(
            `--private is for a snapshot: the blocks in ${path} have the private values that heddle blocks fetch --private has fetched with them`,
        );
    if (storePath !== undefined) makeNamedFolder('--store', storePath);
    const store = storePath === undefined ? undefined : { path: storePath };
    try {
        const blocks = await LedgerBlocks.open(readBlockFiles(path), { until: at, store });
        return { ledger: { blocks }, notes: await notesOf(blocks) };
    } catch (error) {
        throw explained(error, path);
    }
}

async function notesOf(blocks: LedgerBlocks): Promise<string[]> {
    const collections = await blocks.privateCollections();
    if (collections.length === 0) return [];
    const which = collections.map(({ chaincode, collection }) => `${chaincode}/${collection}`).join(', ');
    const title = `private values of ${countOf(collections.length, 'collection')} (${which})`;
    const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
    const [known, missing] = [sum(collections.map((one) => one.known)), sum(collections.map((one) => one.missing))];
    if (missing === 0) return [`${title} are there: ${known}`];
    const there = `${known} came with the blocks, and ${missing} did not`;
    return [`${title}: ${there}; reads of those fail as on a peer that lacks them`];
}

/** What is wrong with the blocks is told in a sentence; other errors are defects. */
function explained(error: unknown, path: string): unknown {
    if (error instanceof BlockFileError) return new ConfigurationError(`--fork: ${error.message}`, { cause: error });
    if (LocalPeerError.is(error)) {
        const where = error.code === 'STORE_UNUSABLE' ? '--store' : `--fork ${path}`;
        return new ConfigurationError(`${where}: ${error.message}`, { cause: error });
    }
    if (error instanceof Error && 'syscall' in error)
        return new ConfigurationError(`--fork: ${path} cannot be read (${reasonOf(error)})`, { cause: error });
    return error;
}
