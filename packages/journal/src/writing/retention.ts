import { statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listSegments, type SegmentFile } from '../format/segment-file';

export interface Bounds {
    readonly folder: string;
    /** How much may stay. */
    readonly maxBytes: number;
    readonly maxAgeMs: number;
    /** The segment that is being written: it stays. */
    readonly current: string | undefined;
}

/** A process begins another segment when it has not written to one for so long. */
export const QUIET_MS: number = 15 * 60 * 1_000;
/** So a segment that is older is written to by nobody, whatever the clocks and the disk do. */
const SPARED_MS = QUIET_MS + 5 * 60 * 1_000;

/**
 * Deletes segments of a folder until it is within its bounds: whole ones, of whatever process, those first that were written
 * to longest ago. What another process may be writing to goes last, since it loses what it has under way; the bounds count
 * for more, since nobody knows whether that process still lives.
 */
export function deleteOldSegments({ folder, maxBytes, maxAgeMs, current }: Bounds): void {
    const oldest = Date.now() - maxAgeMs;
    const segments = sizesIn(folder);
    let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes, modified } of inOrderOfDeletion(segments)) {
        if (name === current || (total <= maxBytes && modified >= oldest)) continue;
        if (deleteSegment(join(folder, name))) total -= bytes;
    }
}

interface Size extends SegmentFile {
    readonly bytes: number;
    readonly modified: number;
}

/** Without those that another process has deleted meanwhile. */
function sizesIn(folder: string): Size[] {
    return listSegments(folder).flatMap((segment) => {
        const found = statSync(join(folder, segment.name), { throwIfNoEntry: false });
        return found === undefined ? [] : [{ ...segment, bytes: found.size, modified: found.mtimeMs }];
    });
}

function inOrderOfDeletion(segments: readonly Size[]): Size[] {
    // The last one of each process, since they are in order.
    const newest = new Map(segments.map((segment) => [segment.process, segment]));
    const isSpared = (segment: Size): boolean =>
        newest.get(segment.process) === segment && segment.modified > Date.now() - SPARED_MS;
    const byAge = segments.toSorted((left, right) => left.modified - right.modified);
    return [...byAge.filter((segment) => !isSpared(segment)), ...byAge.filter(isSpared)];
}

/** One that cannot be deleted stays, and is tried again with the next segment. */
function deleteSegment(path: string): boolean {
    try {
        unlinkSync(path);
        return true;
    } catch {
        return false;
    }
}
