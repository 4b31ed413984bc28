import { statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listSegments } from '../format/segment-file';

export interface Bounds {
    readonly folder: string;
    /** How much may stay. */
    readonly maxBytes: number;
    readonly maxAgeMs: number;
    /** The segment that is being written: it stays. */
    readonly current: string | undefined;
}

/** Deletes the oldest segments of a folder until it is within its bounds; whole ones, of whatever process. */
export function deleteOldSegments({ folder, maxBytes, maxAgeMs, current }: Bounds): void {
    const oldest = Date.now() - maxAgeMs;
    const segments = listSegments(folder).flatMap(({ name }) => sizeOf(folder, name));
    let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { name, bytes, modified } of segments) {
        if (name === current || (total <= maxBytes && modified >= oldest)) continue;
        if (deleteSegment(join(folder, name))) total -= bytes;
    }
}

interface Size {
    readonly name: string;
    readonly bytes: number;
    readonly modified: number;
}

/** Nothing where another process has deleted it meanwhile. */
function sizeOf(folder: string, name: string): Size[] {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return found === undefined ? [] : [{ name, bytes: found.size, modified: found.mtimeMs }];
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
