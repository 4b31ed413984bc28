import { LedgerSnapshot, LocalPeerError } from '@heddle/local-peer';
import { ConfigurationError } from 'heddle/command';
import { countOf } from './counted';
import { readPrivateValues } from './private-file';

/** Opens a peer's snapshot. @returns it, and what is to be said of it @throws ConfigurationError */
export async function openSnapshot(
    folder: string,
    options: {
        readonly privateFile: string | undefined;
        readonly cacheFolder: string | undefined;
        readonly at: bigint | undefined;
    },
): Promise<{ readonly ledger: { readonly snapshot: LedgerSnapshot }; readonly notes: readonly string[] }> {
    const { privateFile, cacheFolder, at } = options;
    const snapshot = await open(folder, cacheFolder);
    try {
        const last = snapshot.height - 1n;
        if (at !== undefined && at !== last)
            throw new ConfigurationError(
                `--at is ${at}, and a snapshot is of one height: this one has the state at block ${last}; give --fork the blocks, as heddle blocks fetch has written them`,
            );
        return { ledger: { snapshot }, notes: await notesOf(snapshot, privateFile) };
    } catch (error) {
        await snapshot.close();
        throw error;
    }
}

async function open(folder: string, cacheFolder: string | undefined): Promise<LedgerSnapshot> {
    try {
        return await LedgerSnapshot.open(folder, { cacheFolder });
    } catch (error) {
        if (!LocalPeerError.is(error)) throw error;
        throw new ConfigurationError(`--fork: ${error.message}`, { cause: error });
    }
}

async function notesOf(snapshot: LedgerSnapshot, privateFile: string | undefined): Promise<string[]> {
    const collections = await snapshot.privateCollections();
    if (collections.length === 0) return [];
    const which = collections.map(({ chaincode, collection }) => `${chaincode}/${collection}`).join(', ');
    const absence = `private values of ${countOf(collections.length, 'collection')} (${which}) are not in a snapshot`;
    if (privateFile === undefined)
        return [`${absence}: reads of them fail as on a peer that lacks them; --private takes a file of them`];
    const taken = await snapshot.addPrivateValues(readPrivateValues(privateFile));
    return [
        `${absence}: ${countOf(taken, 'value')} of ${privateFile} taken, whose hashes the ledger has; reads of others fail`,
    ];
}
