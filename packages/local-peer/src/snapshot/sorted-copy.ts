import { existsSync, renameSync, rmSync } from 'node:fs';
import { openDisk } from '../ledger/disk-database';
import type { LedgerDatabase } from '../ledger/ledger-database';
import { readRecords } from './record-reader';
import { snapshotRecord } from './snapshot-record';
import type { RecordCursor, SortedRecords } from './sorted-records';
import { unusable } from './unusable';

/** Ends a namespace; chaincode names cannot contain it. */
const SEPARATOR = '\u0000';
const AFTER_SEPARATOR = '\u0001';

export interface StateFile {
    readonly folder: string;
    readonly file: string;
    readonly hash: string;
    readonly sections: readonly { readonly name: string; readonly count: number }[];
}

const ENCODING = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const;

/**
 * A copy of a snapshot's states in the order of their keys' bytes, which is not the order of a peer's that has CouchDB.
 * Made once, and kept in a folder that is named after the snapshot.
 */
export class SortedCopy implements SortedRecords {
    readonly #database: LedgerDatabase;

    private constructor(database: LedgerDatabase) {
        this.#database = database;
    }

    /**
     * Opens the copy, and makes it where it is not there. The files' hashes are checked each time.
     * @param path the folder of the copy: it is complete where it is there
     * @throws LocalPeerError SNAPSHOT_UNUSABLE, and STORE_UNUSABLE where another process has it open
     */
    static async open(path: string, files: readonly StateFile[]): Promise<SortedCopy> {
        if (existsSync(path)) for (const file of files) await readRecords(file, () => undefined);
        else await make(path, files);
        return new SortedCopy(await openDisk(path));
    }

    async find(section: string, key: Buffer): Promise<Buffer | undefined> {
        return await this.#database.get<Buffer, Buffer>(rowKey(section, key), ENCODING);
    }

    from(section: string, start: Buffer): RecordCursor {
        const rows = this.#database.values<Buffer, Buffer>({
            gte: rowKey(section, start),
            lt: Buffer.from(section + AFTER_SEPARATOR),
            ...ENCODING,
        });
        return { next: () => rows.next(), close: () => rows.close() };
    }

    async close(): Promise<void> {
        await this.#database.close();
    }
}

/** Under another name until it is complete. */
async function make(path: string, files: readonly StateFile[]): Promise<void> {
    const unfinished = `${path}.${process.pid}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const database = await openDisk(unfinished);
    try {
        for (const file of files) await copy(file, database);
        await database.close();
        renameSync(unfinished, path);
    } catch (error) {
        await database.close();
        rmSync(unfinished, { recursive: true, force: true });
        throw error;
    }
}

async function copy(file: StateFile, database: LedgerDatabase): Promise<void> {
    const sections = file.sections.flatMap(({ name, count }) => ({ name, left: count }));
    let batch: { type: 'put'; key: Buffer; value: Buffer }[] = [];
    let surplus = 0;
    const write = async (): Promise<void> => {
        await database.batch<Buffer, Buffer>(batch, ENCODING);
        batch = [];
    };
    const take = (record: Buffer): void => {
        while (sections[0]?.left === 0) sections.shift();
        const [section] = sections;
        if (section === undefined) {
            surplus++;
            return;
        }
        section.left--;
        const { key } = snapshotRecord.decode(record);
        batch.push({ type: 'put', key: rowKey(section.name, key), value: Buffer.from(record) });
    };
    // A file is read faster than a database takes it.
    await readRecords(file, take, write);
    if (surplus > 0 || sections.some(({ left }) => left > 0))
        throw unusable(file.folder, file.file, 'has another number of records than its metadata says');
}

function rowKey(section: string, key: Buffer): Buffer {
    return Buffer.concat([Buffer.from(section + SEPARATOR), key]);
}
