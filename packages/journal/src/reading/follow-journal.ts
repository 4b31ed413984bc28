import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { checkNumber } from '../format/check-number';
import { byProcess, isBehind, listSegments } from '../format/segment-file';
import { type JournalRecord, SegmentTail } from './read-segment';
import type { RecordedTransaction } from './recorded-transaction';
import { TransactionCollector } from './transaction-collector';

export interface FollowJournalOptions {
    /** Ends it. */
    readonly signal: AbortSignal;
    /** How often to look for more, in milliseconds, 1 to 2,147,483,647. Default 200. */
    readonly pollMs?: number | undefined;
    /** Is told each time how many segments were passed over, mostly 0: the reader may be slower than the writer. */
    readonly onSkipped?: ((segments: number) => void) | undefined;
}

/** So many whole segments may wait to be read; behind that, the oldest are passed over. */
const MOST_BEHIND = 2;
const POLL_MS = 200;
const READ_BYTES = 4 * 1024 * 1024;

/**
 * Reads transactions of a journal as they are recorded: of each process from its newest segment on, and of processes that
 * begin later. The folder need not have anything in it yet.
 * @throws JournalError where there is no such folder, or `pollMs` is no time that can be waited for
 */
export async function* followJournal(
    folder: string,
    { signal, pollMs = POLL_MS, onSkipped = () => undefined }: FollowJournalOptions,
): AsyncGenerator<RecordedTransaction, void, undefined> {
    checkNumber({ pollMs }, 1, LONGEST_TIMER_MS);
    const followed = new Map<string, FollowedProcess>();
    while (!signal.aborted) {
        for (const [process, files] of byProcess(listSegments(folder))) {
            const known = followed.get(process) ?? new FollowedProcess(folder, process);
            followed.set(process, known);
            const skipped = known.choose(files);
            onSkipped(skipped);
            yield* known.read(files, signal);
        }
        // Rejects when it is to end.
        await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
}

/** Where the reading of one process's segments has come to. */
class FollowedProcess {
    readonly #folder: string;
    readonly #collector: TransactionCollector;
    #tail: SegmentTail | undefined;
    #name: string | undefined;
    #offset = 0;
    #isTorn = false;

    constructor(folder: string, process: string) {
        this.#folder = folder;
        this.#collector = new TransactionCollector(process);
    }

    /** Takes the segment to read in next, the newest at first. @returns how many are passed over */
    choose(files: readonly string[]): number {
        const newest = files.at(-1);
        if (newest === undefined) return 0;
        if (this.#name === undefined) this.#begin(newest);
        const behind = files.filter((name) => isBehind(name, this.#name ?? '')).length;
        if (behind <= MOST_BEHIND) return 0;
        this.#begin(newest);
        this.#isTorn = true;
        return behind;
    }

    /** All that is there now. */
    async *read(files: readonly string[], signal: AbortSignal): AsyncGenerator<RecordedTransaction> {
        for (;;) {
            // What was open when segments were passed over is not whole.
            if (this.#isTorn) yield* this.#collector.gap();
            this.#isTorn = false;
            yield* this.#readRest(signal);
            const next = files.find((name) => isBehind(name, this.#name ?? ''));
            if (next === undefined || signal.aborted) return;
            this.#isTorn = this.#tail?.isWhole === false;
            this.#begin(next);
        }
    }

    async *#readRest(signal: AbortSignal): AsyncGenerator<RecordedTransaction> {
        for (;;) {
            const bytes = await readFrom(join(this.#folder, this.#name ?? ''), this.#offset);
            if (bytes.length === 0 || signal.aborted) return;
            this.#offset += bytes.length;
            const records: readonly JournalRecord[] = this.#tail?.push(bytes) ?? [];
            for (const record of records) yield* this.#collector.take(record);
        }
    }

    #begin(name: string): void {
        this.#name = name;
        this.#offset = 0;
        this.#tail = new SegmentTail();
    }
}

/** What has been added to a file; nothing where it was deleted meanwhile. */
async function readFrom(path: string, offset: number): Promise<Buffer> {
    const file = await open(path).catch(() => undefined);
    if (file === undefined) return Buffer.alloc(0);
    try {
        const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES, offset);
        return buffer.subarray(0, bytesRead);
    } finally {
        await file.close();
    }
}
