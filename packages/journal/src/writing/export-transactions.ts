import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAS_CHECKSUM } from '../format/checksum';
import { JournalError } from '../format/journal-error';
import { encodeHeader, FORMAT_VERSION, RecordFlag, RecordKind } from '../format/layout';
import { processName, segmentName } from '../format/segment-file';
import type { RecordedFrame, RecordedSession, RecordedTransaction } from '../reading/recorded-transaction';
import { Chunk, CHUNK_BYTES } from './chunk';
import { prepareFolder } from './prepare-folder';

/**
 * Writes transactions of a journal into one of their own: a small one, for a report or for tests.
 * @returns the file
 * @throws JournalError where the folder cannot be written to, or others can read it, or the disk has no room; nothing is left
 * there then
 */
export function exportTransactions(
    transactions: Iterable<RecordedTransaction>,
    { folder, heddle }: { readonly folder: string; readonly heddle: string },
): string {
    prepareFolder(folder);
    const all = [...transactions];
    const started = new Date(all.reduce((least, { time }) => Math.min(least, time), Date.now()));
    const name = processName(started);
    const file = join(folder, segmentName(name, 1));
    const header = { format: FORMAT_VERSION, heddle, node: process.version, crc: HAS_CHECKSUM };
    writeParts(file, function* () {
        yield encodeHeader({ ...header, started: started.toISOString(), process: name });
        for (const chunk of chunksOf(all, started.getTime())) yield chunk.seal();
    });
    return file;
}

/** Writes all parts or leaves no file: a part of them would look like a journal of fewer transactions. */
function writeParts(file: string, parts: () => Iterable<Buffer>): void {
    try {
        appendParts(file, parts);
    } catch (error) {
        rmSync(file, { force: true });
        const why = `${file} cannot be written (${(error as Error).message}): make room, or name another folder`;
        throw new JournalError(why, { cause: error });
    }
}

function appendParts(file: string, parts: () => Iterable<Buffer>): void {
    // No file has this name yet: it ends by chance.
    const descriptor = openSync(file, 'wx', 0o600);
    try {
        // A call of writeSync may write less than it is given.
        for (const part of parts()) writeFileSync(descriptor, part);
    } finally {
        closeSync(descriptor);
    }
}

/** A chunk for each transaction: small journals are read by people's tools, too. */
function* chunksOf(transactions: readonly RecordedTransaction[], started: number): Generator<Chunk> {
    const sessions = new Map<string, number>();
    let last = 0;
    for (const transaction of transactions) {
        const { session, frames, time, end } = transaction;
        const known = sessions.get(nameOf(session));
        const number = known ?? (last += 1);
        sessions.set(nameOf(session), number);
        const header = Buffer.from(JSON.stringify(session.header));
        const { ready } = session;
        const chunk = chunkFor(transaction, header.length);
        chunk.reset(time - started);
        if (known === undefined) chunk.add(RecordKind.SESSION, 0, number, header);
        if (known === undefined && ready !== undefined) chunk.add(RecordKind.FROM_PEER, 0, number, ready);
        for (const frame of frames) addFrame(chunk, number, frame);
        if (end === 'cut') {
            chunk.add(RecordKind.ENDED, 0, number, Buffer.from('{}'));
            sessions.delete(nameOf(session));
        }
        yield chunk;
    }
}

function chunkFor({ frames, session: { ready } }: RecordedTransaction, headerLength: number): Chunk {
    const size = frames.reduce((sum, { frame }) => sum + frame.length + 64, headerLength + 1_024);
    return new Chunk(Math.max(CHUNK_BYTES, size + (ready?.length ?? 0)));
}

function addFrame(chunk: Chunk, session: number, { from, frame, isRedacted }: RecordedFrame): void {
    const kind = from === 'peer' ? RecordKind.FROM_PEER : RecordKind.TO_PEER;
    chunk.add(kind, isRedacted ? RecordFlag.REDACTED : 0, session, frame);
}

function nameOf({ process: of, number }: RecordedSession): string {
    return `${of} ${number}`;
}
