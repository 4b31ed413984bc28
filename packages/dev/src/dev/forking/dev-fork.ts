import type { ChaincodeDefinition, LedgerSnapshot, MembershipRoot } from '@heddle/local-peer';
import type { LedgerBlocks } from '@heddle/local-peer/internal';
import { hasBlockFiles } from '@heddle/replay';
import { ConfigurationError } from 'heddle/command';
import { openBlocks } from './fork-of-blocks';
import { openSnapshot } from './fork-of-snapshot';

/** A real ledger that the network begins with. */
export interface DevFork {
    /** As a local peer takes it. */
    readonly ledger: ForkedLedger;
    /** Tells one ledger from the others, hexadecimal. */
    readonly id: string;
    /** `fork of mychannel at 149`, so that nobody takes it for the network. */
    readonly label: string;
    /** What is there, and what is not. */
    readonly notes: readonly string[];
    readonly channel: string;
    /** How many blocks it has. */
    readonly height: bigint;
    /** Whether its peer had the state in CouchDB; false where that is not known. */
    readonly isOfCouchDb: boolean;
    readonly definitions: readonly ChaincodeDefinition[];
    readonly mspIds: readonly [string, ...string[]];
    readonly rootOf: (mspId: string) => MembershipRoot | undefined;
    /** To be called when the network is closed. Idempotent. */
    readonly close: () => Promise<void>;
}

/** A snapshot, beside which what is new is kept; or blocks, whose ledger goes on. */
export type ForkedLedger = { readonly snapshot: LedgerSnapshot } | { readonly blocks: LedgerBlocks };

export interface ForkOptions {
    /** Of a snapshot, or of blocks. */
    readonly folder: string;
    /** Blocks that were fetched with their private data: a folder, or a file. For a snapshot alone. */
    readonly privateFile?: string | undefined;
    /** Where a snapshot that has to be sorted is kept. Default: beside it. */
    readonly cacheFolder?: string | undefined;
    /** The last block that is taken, of blocks alone. Default: the last one that there is. */
    readonly at?: bigint | undefined;
    /** Where the ledger that is made of blocks is kept. Default: in memory. */
    readonly storePath?: string | undefined;
}

/** Opens a real ledger, which is to be closed. @throws ConfigurationError with the file that is at fault */
export async function openFork({ folder, privateFile, cacheFolder, at, storePath }: ForkOptions): Promise<DevFork> {
    const opened = hasBlockFiles(folder)
        ? await openBlocks(folder, { privateFile, at, storePath })
        : await openSnapshot(folder, { privateFile, cacheFolder, at });
    const { ledger, notes } = opened;
    const real = 'snapshot' in ledger ? ledger.snapshot : ledger.blocks;
    const { id, channelId, height, organizations, definitions } = real;
    const [first, ...others] = organizations.map(({ mspId }) => mspId);
    if (first === undefined) {
        await real.close();
        throw new ConfigurationError(`--fork ${folder}: the channel has no organization`);
    }
    const names = definitions.map(({ name, version, sequence }) => `${name} ${version} (sequence ${sequence})`);
    return {
        ledger,
        id,
        label: `fork of ${channelId} at ${height - 1n}`,
        notes: [`chaincodes of the ledger: ${names.length === 0 ? 'none' : names.join(', ')}`, ...notes],
        channel: channelId,
        height,
        isOfCouchDb: 'snapshot' in ledger && ledger.snapshot.isOfCouchDb,
        definitions,
        mspIds: [first, ...others],
        rootOf: (mspId) => organizations.find((one) => one.mspId === mspId),
        close: () => real.close(),
    };
}
