import { followJournal } from '@heddle/journal';
import { isAsked, type JournalFilter, type ReplayedTransaction, ReplayReport, type Verdict } from '@heddle/replay';
import type { ExitCode } from 'heddle/command';
import { DifferencesFile } from './differences-file';
import type { ShadowModule } from './shadow-messages';
import { type ShadowCounts, ShadowMetrics } from './shadow-metrics';
import { ShadowPlayer } from './shadow-player';

export interface ShadowOptions extends JournalFilter {
    readonly journal: string;
    /** The packages of the next version. */
    readonly modules: readonly ShadowModule[];
    readonly strict: boolean | undefined;
    readonly timeoutMs: number;
    /** Where differences are written, a line of JSON each. Undefined: nowhere. */
    readonly report: string | undefined;
    /** Where figures are served. Undefined: nowhere. */
    readonly metrics: string | undefined;
    /** Ends it. */
    readonly signal: AbortSignal;
    readonly write: (line: string) => void;
}

const TOTALS_MS = 60_000;

/**
 * Runs what is being recorded against another version, until it is ended.
 * @returns 0 where all that could be compared was the same
 * @throws ConfigurationError where the package cannot be loaded or the report not be written, JournalError where there is no such folder
 */
export async function runShadow(options: ShadowOptions): Promise<ExitCode> {
    const { modules, strict, timeoutMs, signal, write, metrics: address } = options;
    using counts = new Counts(options);
    const player = new ShadowPlayer({
        modules,
        strict,
        timeoutMs,
        onReplayed: (replayed) => {
            counts.add(replayed);
        },
        onUnloadable: (why) => {
            write(`${why}; it is loaded again for the next transaction`);
        },
    });
    // What is under way may never end.
    signal.addEventListener('abort', () => void player.close(), { once: true }); // it never rejects
    await player.start();
    const metrics = address === undefined ? undefined : await ShadowMetrics.listen(address, counts);
    if (metrics !== undefined) write(`figures are at http://${metrics.address}/metrics`);
    write(`following ${options.journal}; Ctrl-C ends it`);
    const totals = setInterval(() => {
        counts.tell();
    }, TOTALS_MS);
    try {
        await follow(options, player, counts);
        if (player.waiting > 0) write(`interrupted: ${player.waiting} transactions that were read have not been run`);
        return counts.finish();
    } finally {
        clearInterval(totals);
        await player.close();
        await metrics?.close();
    }
}

async function follow(options: ShadowOptions, player: ShadowPlayer, counts: Counts): Promise<void> {
    const { journal, signal, write } = options;
    const onSkipped = (segments: number): void => {
        counts.skippedSegments += segments;
        if (segments > 0) write(`too slow: ${segments} segments are passed over`);
    };
    for await (const transaction of followJournal(journal, { signal, onSkipped })) {
        if (!isAsked(transaction, options)) continue;
        await player.play(transaction);
    }
    await player.settled();
}

/** Counts, and writes down what differs. */
class Counts implements ShadowCounts, Disposable {
    skippedSegments = 0;
    readonly #file: DifferencesFile | undefined;
    readonly #report: ReplayReport;
    readonly #write: (line: string) => void;

    /** @throws ConfigurationError where the file of the report cannot be written */
    constructor({ report, write }: ShadowOptions) {
        this.#file = report === undefined ? undefined : new DifferencesFile(report, write);
        this.#write = write;
        this.#report = new ReplayReport({ write });
    }

    count(kind: Verdict['kind']): number {
        return this.#report.count(kind);
    }

    add(replayed: ReplayedTransaction): void {
        this.#report.add(replayed);
        this.#file?.add(replayed);
    }

    tell(): void {
        const kinds = ['reproduced', 'differs', 'not recorded', 'redacted'] as const;
        this.#write(kinds.map((kind) => `${this.count(kind)} ${kind}`).join(', '));
    }

    finish(): ExitCode {
        this.#file?.finish();
        return this.#report.finish();
    }

    [Symbol.dispose](): void {
        this.#file?.[Symbol.dispose]();
    }
}
