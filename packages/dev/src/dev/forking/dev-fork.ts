import { LedgerSnapshot, LocalPeerError, type MembershipRoot } from '@heddle/local-peer';
import { ConfigurationError } from 'heddle/command';
import { readPrivateValues } from './private-file';

/** A real ledger that the network begins with. */
export interface DevFork {
    readonly snapshot: LedgerSnapshot;
    /** `fork of mychannel at 149`, so that nobody takes it for the network. */
    readonly label: string;
    /** What is there, and what is not. */
    readonly notes: readonly string[];
    readonly channel: string;
    readonly mspIds: readonly [string, ...string[]];
    readonly rootOf: (mspId: string) => MembershipRoot | undefined;
}

export interface ForkOptions {
    /** Of the snapshot. */
    readonly folder: string;
    /** Blocks that were fetched with their private data: a folder, or a file. */
    readonly privateFile?: string | undefined;
    /** Where a snapshot that has to be sorted is kept. Default: beside it. */
    readonly cacheFolder?: string | undefined;
}

/** Opens a snapshot, which is to be closed. @throws ConfigurationError with the file that is at fault */
export async function openFork({ folder, privateFile, cacheFolder }: ForkOptions): Promise<DevFork> {
    const snapshot = await openSnapshot(folder, cacheFolder);
    try {
        const { channelId, height, organizations } = snapshot;
        const [first, ...others] = organizations.map(({ mspId }) => mspId);
        if (first === undefined) throw new ConfigurationError(`--fork ${folder}: the channel has no organization`);
        return {
            snapshot,
            label: `fork of ${channelId} at ${height - 1n}`,
            notes: await notesOf(snapshot, privateFile),
            channel: channelId,
            mspIds: [first, ...others],
            rootOf: (mspId) => organizations.find((one) => one.mspId === mspId),
        };
    } catch (error) {
        await snapshot.close();
        throw error;
    }
}

async function openSnapshot(folder: string, cacheFolder: string | undefined): Promise<LedgerSnapshot> {
    try {
        return await LedgerSnapshot.open(folder, { cacheFolder });
    } catch (error) {
        if (!LocalPeerError.is(error)) throw error;
        throw new ConfigurationError(`--fork: ${error.message}`, { cause: error });
    }
}

async function notesOf(snapshot: LedgerSnapshot, privateFile: string | undefined): Promise<string[]> {
    const names = snapshot.definitions.map(
        ({ name, version, sequence }) => `${name} ${version} (sequence ${sequence})`,
    );
    const chaincodes = `chaincodes of the ledger: ${names.length === 0 ? 'none' : names.join(', ')}`;
    const collections = await snapshot.privateCollections();
    if (collections.length === 0) return [chaincodes];
    const which = collections.map(({ chaincode, collection }) => `${chaincode}/${collection}`).join(', ');
    const absence = `private values of ${countOf(collections.length, 'collection')} (${which}) are not in a snapshot`;
    if (privateFile === undefined)
        return [
            chaincodes,
            `${absence}: reads of them fail as on a peer that lacks them; --private takes a file of them`,
        ];
    const taken = await snapshot.addPrivateValues(readPrivateValues(privateFile));
    return [
        chaincodes,
        `${absence}: ${countOf(taken, 'value')} of ${privateFile} taken, whose hashes the ledger has; reads of others fail`,
    ];
}

function countOf(count: number, what: string): string {
    return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
