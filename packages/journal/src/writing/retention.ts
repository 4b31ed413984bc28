import { statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listSegments, type SegmentFile } from '../format/segment-file';

export interface Bounds {
    readonly folder: string;
    /** How much may stay. */
    readonly maxBytes: number;
    readonly maxAgeMs: number;
    /** The process that asks: of its own segments, only the current one is open. */
    readonly process: string | undefined;
    /** The segment that it writes to: it stays. */
    readonly current: string | undefined;
}

/** A process writes nothing more to a segment to which it has not written for so long. */
export const QUIET_MS: number = 15 * 60 * 1_000;
/** So a segment that is older is written to by nobody, whatever the clocks and the disk do. */
const SPARED_MS = QUIET_MS + 5 * 60 * 1_000;

/**
 * Deletes segments of a folder until it is within its bounds: whole ones, of whatever process, those first that were written
 * to longest ago. What another process may be writing to loses what that has under way. So it is never deleted for its age;
 * for the size it goes last, and it goes, since nobody knows whether that process still lives, and a full disk is worse.
 * @returns why a segment could not be deleted, which is tried again the next time; undefined where each could
 */
export function deleteOldSegments(bounds: Bounds): string | undefined {
    const { folder, maxBytes, maxAgeMs, current } = bounds;
    const oldest = Date.now() - maxAgeMs;
    const segments = sizesIn(bounds);
    let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    let problem: string | undefined;
    for (const { name, bytes, modified, mayBeOpen } of inOrderOfDeletion(segments)) {
        const isOver = total > maxBytes || (modified < oldest && !mayBeOpen);
        if (name === current || !isOver) continue;
        const why = deleteSegment(join(folder, name));
        if (why === undefined) total -= bytes;
        problem ??= why;
    }
    return problem;
}

interface Size extends SegmentFile {
    readonly bytes: number;
    readonly modified: number;
    /** Whether another process may be writing to it. */
    readonly mayBeOpen: boolean;
}

/** Without those that another process has deleted meanwhile. */
function sizesIn({ folder, process: own }: Bounds): Size[] {
    const sizes: Size[] = [];
    // From the last one of each process on, the only one that can be open. A clock that was set back gives a segment a later
    // time than the next one has, before which it was written all the same.
    let behind: Size | undefined;
    for (const segment of listSegments(folder).toReversed()) {
        const found = statSync(join(folder, segment.name), { throwIfNoEntry: false });
        if (found === undefined) continue;
        const next = behind?.process === segment.process ? behind : undefined;
        const modified = Math.min(found.mtimeMs, next?.modified ?? Infinity);
        const isRecent = modified > Date.now() - SPARED_MS;
        const mayBeOpen = next === undefined && segment.process !== own && isRecent;
        behind = { ...segment, bytes: found.size, modified, mayBeOpen };
        sizes.push(behind);
    }
    return sizes.reverse();
}

function inOrderOfDeletion(segments: readonly Size[]): Size[] {
    const byAge = segments.toSorted((left, right) => left.modified - right.modified);
    return [...byAge.filter(({ mayBeOpen }) => !mayBeOpen), ...byAge.filter(({ mayBeOpen }) => mayBeOpen)];
}

/** @returns why it cannot be deleted; undefined where it is gone */
function deleteSegment(path: string): string | undefined {
    try {
        unlinkSync(path);
        return undefined;
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        return code === 'ENOENT' ? undefined : message;
    }
}
