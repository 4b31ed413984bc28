import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { JournalError } from '../format/journal-error';
import type { SegmentHeader } from '../format/layout';
import { byProcess, listSegments, type SegmentFile } from '../format/segment-file';
import { readSegment } from './read-segment';
import type { RecordedTransaction } from './recorded-transaction';
import { TransactionCollector } from './transaction-collector';

/** A segment that was read. */
export interface ReadSegmentNote {
    readonly file: string;
    readonly header: SegmentHeader | undefined;
    /** Why it could not be read to its end; undefined where it could. */
    readonly problem: string | undefined;
    readonly bytes: number;
}

export interface ReadJournalOptions {
    /** Is told of each segment when it has been read, before the transactions that end in it. */
    readonly onSegment?: ((segment: ReadSegmentNote) => void) | undefined;
}

/**
 * Reads the transactions of a journal, a folder or one segment, in the order in which they ended; those of one process
 * together, in the order in which processes began. What is torn or unknown is passed over, and the transactions that it
 * touches are `incomplete`.
 * @throws JournalError where there is no such journal, or nothing in it is a segment that can be read
 */
export async function* readJournal(
    path: string,
    { onSegment = () => undefined }: ReadJournalOptions = {},
): AsyncGenerator<RecordedTransaction, void, undefined> {
    const { folder, files } = await segmentsOf(path);
    const notes: ReadSegmentNote[] = [];
    const onRead = (note: ReadSegmentNote): void => {
        notes.push(note);
        onSegment(note);
    };
    for (const [process, names] of byProcess(files)) {
        const collector = new TransactionCollector(process);
        for (const name of names) yield* readOne(join(folder, name), collector, onRead);
        yield* collector.finish();
    }
    if (!notes.some(({ header }) => header !== undefined)) throw unreadable(path, notes);
}

async function* readOne(
    file: string,
    collector: TransactionCollector,
    onRead: (note: ReadSegmentNote) => void,
): AsyncGenerator<RecordedTransaction, void, undefined> {
    const bytes = await readIfThere(file);
    if (bytes === undefined) return;
    const { header, problem, records } = readSegment(bytes);
    onRead({ file: basename(file), header, problem, bytes: bytes.length });
    for (const record of records) yield* collector.take(record);
    if (problem !== undefined) yield* collector.gap();
}

async function segmentsOf(path: string): Promise<{ folder: string; files: readonly SegmentFile[] }> {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) {
        return { folder: dirname(path), files: [{ name: basename(path), process: basename(path) }] };
    }
    return { folder: path, files: listSegments(path) };
}

/** Undefined where the process that writes the journal has deleted it meanwhile. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
    try {
        return await readFile(path);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new JournalError(`${path} cannot be read (${(error as Error).message})`, { cause: error });
    }
}

function unreadable(path: string, notes: readonly ReadSegmentNote[]): JournalError {
    if (notes.some(({ problem }) => problem === 'newer format'))
        return new JournalError(`${path} was written by a newer Heddle: update this one to read it`);
    return new JournalError(
        `there is no segment of a journal in ${path}: name the folder that the server was given with --journal`,
    );
}
