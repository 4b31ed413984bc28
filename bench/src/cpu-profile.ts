/** The parts of a .cpuprofile that say where the time went. */
export interface CpuProfile {
    readonly nodes: readonly {
        readonly id: number;
        readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    }[];
    /** Per sample, the node that ran. */
    readonly samples: readonly number[];
    /** Per sample, the microseconds since the one before. */
    readonly timeDeltas: readonly number[];
}

/** A function and the share of the busy time that was spent in it, without what it called. */
export interface SelfTime {
    readonly place: string;
    readonly share: number;
}

/** Not work: waiting for something to do. */
const IDLE = '(idle)';

/**
 * Lists the functions by self time, the longest first, over the last part of a profile.
 * @param lastSeconds how much of its end counts: what is before is start-up and compilation
 */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile, lastSeconds: number): SelfTime[] {
    const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
    const micros = new Map<string, number>();
    let left = lastSeconds * 1e6;
    for (let index = samples.length - 1; index >= 0 && left > 0; index--) {
        const delta = timeDeltas[index] ?? 0;
        left -= delta;
        const place = places.get(samples[index] ?? 0) ?? '';
        if (place !== IDLE) micros.set(place, (micros.get(place) ?? 0) + delta);
    }
    const busy = [...micros.values()].reduce((sum, value) => sum + value, 0);
    return Array.from(micros, ([place, value]) => ({ place, share: value / busy })).sort(
        (left, right) => right.share - left.share,
    );
}

/** `name file:line`, the file without the folders above its package. */
function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
    const name = functionName === '' ? '(anonymous)' : functionName;
    if (url === '') return name;
    const file = url.replace(/^.*\/node_modules\//, '').replace(/^file:\/\/.*?\/(packages|bench)\//, '$1/');
    return `${name} ${file}:${lineNumber + 1}`;
}
