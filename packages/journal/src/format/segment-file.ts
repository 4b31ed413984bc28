import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { JournalError } from './journal-error';

const NAME = /^(?<process>\d{8}T\d{9}Z-[0-9a-f]+)-(?<number>\d{6,})\.hj$/;

/** A file of a journal. */
export interface SegmentFile {
    readonly name: string;
    /** Which process wrote it; in order of their starts. */
    readonly process: string;
}

/** Names a process by when it began to write, so that names are in order of time; by chance where several began then. */
export function processName(started: Date): string {
    return `${started.toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
}

/** Names the file of a segment. */
export function segmentName(process: string, number: number): string {
    return `${process}-${String(number).padStart(6, '0')}.hj`;
}

/**
 * Lists the segments of a folder, oldest first, those of one process together.
 * @throws JournalError where there is no such folder
 */
export function listSegments(folder: string): SegmentFile[] {
    return namesIn(folder)
        .flatMap((name) => {
            const process = NAME.exec(name)?.groups?.['process'];
            return process === undefined ? [] : [{ name, process }];
        })
        .sort(inOrder);
}

/** Whether a segment was begun behind another one of the same process. */
export function isBehind(name: string, other: string): boolean {
    // Behind the first million, numbers have more digits.
    return name.length === other.length ? name > other : name.length > other.length;
}

function inOrder(left: SegmentFile, right: SegmentFile): number {
    if (left.process !== right.process) return left.process < right.process ? -1 : 1;
    return isBehind(left.name, right.name) ? 1 : -1;
}

/** The names of segments by the process that wrote them, in their order. */
export function byProcess(files: readonly SegmentFile[]): Map<string, string[]> {
    const processes = new Map<string, string[]>();
    for (const { process, name } of files) {
        const names = processes.get(process);
        if (names === undefined) processes.set(process, [name]);
        else names.push(name);
    }
    return processes;
}

function namesIn(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        throw new JournalError(
            `${folder} cannot be read (${reason}): name the folder that the server was given with --journal`,
            { cause: error },
        );
    }
}
