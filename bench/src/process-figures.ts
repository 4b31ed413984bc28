import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of a process. Linux only: elsewhere there is no /proc, and the columns stay empty. */

/** Ticks of /proc/<pid>/stat per second: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const UTIME = 11;
const STIME = 12;

export interface MemoryFigures {
    readonly rssMegabytes: number;
    readonly peakMegabytes: number;
}

/**
 * CPU seconds of a process since its start, user and system, all of its threads; undefined without /proc. In nanoseconds
 * where the kernel counts them for each thread, or else in ticks of 10 ms, which a paced load would hardly fill.
 */
export function cpuSecondsOf(pid: number): number | undefined {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return undefined;
    const ticks = parseCpuSeconds(readFileSync(file, 'latin1'));
    const ran = threadSecondsOf(pid);
    // Threads that have ended are in the ticks alone.
    return ran === undefined || ticks - ran > 2 / TICKS_PER_SECOND ? ticks : ran;
}

/** The sum over the threads that there are now. */
function threadSecondsOf(pid: number): number | undefined {
    const files = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`);
    if (!files.every((file) => existsSync(file))) return undefined;
    return files.reduce((seconds, file) => seconds + Number(readFileSync(file, 'latin1').split(' ')[0]) / 1e9, 0);
}

/** Resident memory of a process, now and at its highest; undefined without /proc. */
export function memoryOf(pid: number): MemoryFigures | undefined {
    const file = `/proc/${pid}/status`;
    return existsSync(file) ? parseMemory(readFileSync(file, 'latin1')) : undefined;
}

/** Reads a line of /proc/<pid>/stat; the command in it may hold spaces and parentheses. */
export function parseCpuSeconds(stat: string): number {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SECOND;
}

/** Reads /proc/<pid>/status. */
export function parseMemory(status: string): MemoryFigures {
    const megabytes = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
    return { rssMegabytes: megabytes('VmRSS'), peakMegabytes: megabytes('VmHWM') };
}
