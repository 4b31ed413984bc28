import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type ChaincodeDefinition, encodeDefinition } from '../definition/chaincode-definition';
import { DEFAULT_POLICY } from '../definition/definition-codec';
import type { SignaturePolicy } from '../definition/signature-policy';
import { errorText } from '../errors';
import type { ChannelCapability } from '../identity/channel-capability';
import type { MembershipRoot } from '../identity/organization';
import type { LedgerBase } from '../ledger/ledger-base';
import { decodeJoinedConfiguration, type JoinedConfiguration } from './joined-configuration';
import { readDefinitions } from './lifecycle-definitions';
import type { PrivateValue } from './private-values';
import { readRecords } from './record-reader';
import { SnapshotBase, transactionKey } from './snapshot-base';
import { readSnapshotMetadata, type SnapshotMetadata } from './snapshot-metadata';
import { snapshotRecord } from './snapshot-record';
import { SortedCopy, type StateFile } from './sorted-copy';
import { SortedFile } from './sorted-file';
import { noRecords, type SortedRecords } from './sorted-records';
import { unusable } from './unusable';
import { WholeFile } from './whole-file';

/** How a ledger snapshot is opened. */
export interface SnapshotOptions {
    /**
     * Where the copy of a snapshot of a peer with CouchDB is kept, whose keys have to be sorted first. Default: a folder
     * beside the snapshot's.
     */
    readonly cacheFolder?: string | undefined;
}

const CONFIGURATION_KEY = 'CHANNEL_CONFIG_ENV_BYTES';
const PUBLIC_STATE = 'public_state';
const PRIVATE_HASHES = 'private_state_hashes';
const TRANSACTION_IDS = 'txids';
/** Which collections there have been: those that there are now are in the state. */
const COLLECTION_HISTORY = 'confighistory';
const ID_DIGITS = 16;

/**
 * A real peer's snapshot of a channel's ledger, `snapshots/completed/CHANNEL/HEIGHT` in its folder, as what a ledger may
 * begin with. All of its files are checked against their hashes, and nothing is copied but what is not in the order of its
 * keys.
 */
export class LedgerSnapshot implements AsyncDisposable {
    /** The hash that peers agree on, hexadecimal. */
    readonly id: string;
    readonly channelId: string;
    /** How many blocks the ledger had. */
    readonly height: bigint;
    /** Whether the peer had its state in CouchDB. */
    readonly isOfCouchDb: boolean;
    /** The organizations of the channel: their ids, and the certificates of their authorities. */
    readonly organizations: readonly MembershipRoot[];
    readonly channelCapability: ChannelCapability;
    readonly applicationCapability: 'V2_0' | 'V2_5';
    /** The chaincodes of the channel. */
    readonly definitions: readonly ChaincodeDefinition[];
    /** Who has to endorse where a definition says nothing else. */
    readonly endorsementPolicy: SignaturePolicy | undefined;
    readonly #base: SnapshotBase;

    private constructor(
        { id, channelId, lastBlock, isOfCouchDb }: SnapshotMetadata,
        base: SnapshotBase,
        { configuration, definitions }: SnapshotContent,
    ) {
        this.id = id;
        this.channelId = channelId;
        this.height = lastBlock + 1n;
        this.isOfCouchDb = isOfCouchDb;
        this.organizations = configuration.organizations;
        this.channelCapability = configuration.channelCapability;
        this.applicationCapability = configuration.applicationCapability;
        this.definitions = definitions;
        this.endorsementPolicy = configuration.policy(DEFAULT_POLICY);
        this.#base = base;
    }

    /**
     * Opens a snapshot's folder.
     * @throws LocalPeerError SNAPSHOT_UNUSABLE, which names the file that is missing or has changed
     */
    static async open(folder: string, options: SnapshotOptions = {}): Promise<LedgerSnapshot> {
        const metadata = readSnapshotMetadata(folder);
        const base = await openBase(resolve(folder), metadata, options);
        try {
            const content = await readContent(folder, base);
            base.definitions = new Map(content.definitions.map((one) => [one.name, encodeDefinition(one)]));
            const mortal = collectionsOf(content.definitions).filter(({ blockToLive }) => blockToLive > 0);
            for (const one of mortal) await base.expireAfter(one.chaincode, one.collection, one.blockToLive);
            return new LedgerSnapshot(metadata, base, content);
        } catch (error) {
            await base.close();
            throw error;
        }
    }

    /** @internal */
    get base(): LedgerBase {
        return this.#base;
    }

    /**
     * Takes private values, which no snapshot has; those whose hashes the ledger has not are left out.
     * @returns how many were taken
     */
    addPrivateValues(values: Iterable<PrivateValue> | AsyncIterable<PrivateValue>): Promise<number> {
        return this.#base.addPrivateValues(values);
    }

    /** The collections that have private data, of which the snapshot has hashes alone. */
    async privateCollections(): Promise<{ readonly chaincode: string; readonly collection: string }[]> {
        const found: { chaincode: string; collection: string }[] = [];
        for (const { chaincode, collection } of collectionsOf(this.definitions))
            if (await this.#base.hasPrivateData(chaincode, collection)) found.push({ chaincode, collection });
        return found;
    }

    /** To be called when the peer that has it is closed. Idempotent. */
    async close(): Promise<void> {
        await this.#base.close();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }
}

interface SnapshotContent {
    readonly configuration: JoinedConfiguration;
    readonly definitions: readonly ChaincodeDefinition[];
}

interface NamedCollection {
    readonly chaincode: string;
    readonly collection: string;
    readonly blockToLive: number;
}

function collectionsOf(definitions: readonly ChaincodeDefinition[]): NamedCollection[] {
    return definitions.flatMap(({ name: chaincode, collections }) =>
        collections.map(({ name: collection, blockToLive }) => ({ chaincode, collection, blockToLive })),
    );
}

async function openBase(folder: string, metadata: SnapshotMetadata, options: SnapshotOptions): Promise<SnapshotBase> {
    const { id, lastBlock, lastHash, previousHash, hashes } = metadata;
    await checkOthers(folder, hashes);
    const opened: SortedRecords[] = [];
    const keep = async (opening: Promise<SortedRecords>): Promise<SortedRecords> => {
        const records = await opening;
        opened.push(records);
        return records;
    };
    try {
        const transactionIds = await keep(openTransactionIds(folder, hashes));
        const states = await openStates(folder, { metadata, options, keep });
        const origin = { id, firstBlock: lastBlock + 1n, lastHash, previousHash };
        return new SnapshotBase({ origin, transactionIds, ...states });
    } catch (error) {
        for (const one of opened) await one.close();
        throw error;
    }
}

/** The files that nothing is read from: a changed byte is told of all the same. */
async function checkOthers(folder: string, hashes: ReadonlyMap<string, string>): Promise<void> {
    const parts = [PUBLIC_STATE, PRIVATE_HASHES, TRANSACTION_IDS];
    const isRead = (file: string): boolean =>
        parts.some((part) => file === `${part}.data` || file === `${part}.metadata`);
    for (const [file, hash] of hashes) {
        if (isRead(file)) continue;
        if (file === `${COLLECTION_HISTORY}.metadata`) await WholeFile.read(folder, file, hash);
        else await readRecords({ folder, file, hash }, () => undefined);
    }
}

async function openTransactionIds(folder: string, hashes: ReadonlyMap<string, string>): Promise<SortedRecords> {
    const [file, metadata] = [`${TRANSACTION_IDS}.data`, `${TRANSACTION_IDS}.metadata`];
    const [hash, hashOfMetadata] = [hashes.get(file), hashes.get(metadata)];
    if (hash === undefined || hashOfMetadata === undefined) return noRecords;
    const count = (await WholeFile.read(folder, metadata, hashOfMetadata)).number();
    return await SortedFile.open({ folder, file, hash, sections: [{ name: '', count }], keyOf: transactionKey });
}

interface Opening {
    readonly metadata: SnapshotMetadata;
    readonly options: SnapshotOptions;
    /** Has it closed where something else cannot be opened. */
    readonly keep: (opening: Promise<SortedRecords>) => Promise<SortedRecords>;
}

async function openStates(
    folder: string,
    { metadata, options, keep }: Opening,
): Promise<{ readonly publicState: SortedRecords; readonly privateHashes: SortedRecords }> {
    const { id, hashes, isOfCouchDb } = metadata;
    const publicFile = await stateFile(folder, PUBLIC_STATE, hashes);
    const privateFile = await stateFile(folder, PRIVATE_HASHES, hashes);
    if (!isOfCouchDb)
        return { publicState: await keep(sorted(publicFile)), privateHashes: await keep(sorted(privateFile)) };
    const { cacheFolder = dirname(folder) } = options;
    mkdirSync(cacheFolder, { recursive: true });
    const path = join(cacheFolder, `${basename(folder)}.sorted-${id.slice(0, ID_DIGITS)}`);
    const files = [publicFile, privateFile].filter((one) => one !== undefined);
    const copy = await keep(SortedCopy.open(path, files));
    // Their namespaces are different ones.
    return { publicState: copy, privateHashes: copy };
}

async function stateFile(
    folder: string,
    name: string,
    hashes: ReadonlyMap<string, string>,
): Promise<StateFile | undefined> {
    const [file, metadata] = [`${name}.data`, `${name}.metadata`];
    const [hash, hashOfMetadata] = [hashes.get(file), hashes.get(metadata)];
    if (hash === undefined || hashOfMetadata === undefined) return undefined;
    const namespaces = (await WholeFile.read(folder, metadata, hashOfMetadata)).namespaces();
    const sections = namespaces.map(({ namespace, count }) => ({ name: namespace, count }));
    return { folder, file, hash, sections };
}

async function sorted(file: StateFile | undefined): Promise<SortedRecords> {
    if (file === undefined) return noRecords;
    return await SortedFile.open({ ...file, keyOf: (record) => snapshotRecord.decode(record).key });
}

async function readContent(folder: string, base: SnapshotBase): Promise<SnapshotContent> {
    try {
        const encoded = await base.state('', CONFIGURATION_KEY);
        if (encoded === undefined) throw new Error('has no configuration of the channel');
        const configuration = decodeJoinedConfiguration(encoded.value);
        const definitions = await readDefinitions(base, (path) => configuration.policy(path));
        return { configuration, definitions };
    } catch (error) {
        throw unusable(folder, `${PUBLIC_STATE}.data`, `cannot be understood (${errorText(error)})`, error);
    }
}
