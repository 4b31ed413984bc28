import { appendFileSync } from 'node:fs';
import { followJournal } from '@heddle/journal';
import { isAsked, type JournalFilter, type ReplayedTransaction, ReplayReport, type Verdict } from '@heddle/replay';
import type { ExitCode } from 'heddle/command';
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
 * @throws ConfigurationError where the package cannot be loaded, JournalError where there is no such folder
 */
export async function runShadow(options: ShadowOptions): Promise<ExitCode> {
    const { modules, strict, timeoutMs, write, metrics: address } = options;
    const counts = new Counts(options);
    const player = new ShadowPlayer({
        modules,
        strict,
        timeoutMs,
        onReplayed: (replayed) => {
            counts.add(replayed);
        },
    });
    await player.start();
    const metrics = address === undefined ? undefined : await ShadowMetrics.listen(address, counts);
    if (metrics !== undefined) write(`figures are at http://${metrics.address}/metrics`);
    write(`following ${options.journal}; Ctrl-C ends it`);
    const totals = setInterval(() => {
        counts.tell();
    }, TOTALS_MS);
    try {
        await follow(options, player, counts);
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
class Counts implements ShadowCounts {
    skippedSegments = 0;
    readonly #file: string | undefined;
    readonly #report: ReplayReport;
    readonly #write: (line: string) => void;

    constructor({ report, write }: ShadowOptions) {
        this.#file = report;
        this.#write = write;
        this.#report = new ReplayReport({ write });
    }

    count(kind: Verdict['kind']): number {
        return this.#report.count(kind);
    }

    add(replayed: ReplayedTransaction): void {
        this.#report.add(replayed);
        const { txId, functionName, verdict } = replayed;
        if (verdict.kind !== 'differs' || this.#file === undefined) return;
        const lines = verdict.differences.map(({ what, first, second }) =>
            JSON.stringify({ txId, function: functionName, what, recorded: first, now: second }),
        );
        appendFileSync(this.#file, `${lines.join('\n')}\n`);
    }

    tell(): void {
        const kinds = ['reproduced', 'differs', 'not recorded', 'redacted'] as const;
        this.#write(kinds.map((kind) => `${this.count(kind)} ${kind}`).join(', '));
    }

    finish(): ExitCode {
        return this.#report.finish();
    }
}
