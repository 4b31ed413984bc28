import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate as turnOfLoop, setTimeout as sleep } from 'node:timers/promises';
import { otherMachine, type RunReport } from '@heddle/testing/internal';
import { isSecondRunMessage, type SecondRunMessage, TRAP_FD } from './second-run-messages';

/** A process that does not answer is blocked, or stands at a breakpoint: the run then is as the first one. */
const ANSWER_MS = 2000;
/** What was trapped is asked for soon after its transaction, or never. */
const MOST_KEPT = 1000;

/** What is known of the runs of a transaction, for a message. */
interface Known {
    readonly reads: Set<string>;
    readonly places: Map<string, string>;
}

/**
 * Has the processes of chaincodes run transactions the second time as on another machine, one after the other, and
 * collects what they read of theirs.
 */
export class SecondRuns {
    readonly #processes = new Set<ChildProcess>();
    readonly #known = new Map<string, Known>();
    #last: Promise<unknown> = Promise.resolve();

    /** Takes a process that was started with the traps, until it ends. */
    add(child: ChildProcess): void {
        this.#processes.add(child);
        child.once('exit', () => {
            this.#processes.delete(child);
        });
        // A pipe, by which the process was started.
        createInterface((child.stdio as readonly unknown[])[TRAP_FD] as Readable).on('line', (line) => {
            this.#note(JSON.parse(line) as RunReport); // of our own, by a pipe that is for nothing else
        });
    }

    /** Has a second run be one of another machine. */
    around<T>(txId: string, run: () => Promise<T>): Promise<T> {
        const ran = this.#last.then(() => this.#run(txId, run));
        this.#last = ran.catch(() => undefined);
        return ran;
    }

    /** What a message about the runs of a transaction may tell. */
    notes(txId: string): {
        readonly secondRun: string;
        readonly reads: readonly string[];
        readonly places: ReadonlyMap<string, string>;
    } {
        const known = this.#known.get(txId);
        return {
            secondRun: otherMachine().description,
            reads: [...(known?.reads ?? [])],
            places: known?.places ?? new Map(),
        };
    }

    /** What a transaction has read of its machine; nothing is kept of it. */
    take(txId: string): readonly string[] {
        const reads = [...(this.#known.get(txId)?.reads ?? [])];
        this.#known.delete(txId);
        return reads;
    }

    async #run<T>(txId: string, run: () => Promise<T>): Promise<T> {
        await this.#tellAll({ heddleSecondRun: 'begins', txId });
        try {
            return await run();
        } finally {
            await this.#tellAll({ heddleSecondRun: 'is over', txId });
            // What they have told by their pipes before that answer is read by now, or within this turn.
            await turnOfLoop();
        }
    }

    async #tellAll(message: SecondRunMessage): Promise<void> {
        await Promise.all([...this.#processes].map((child) => tell(child, message)));
    }

    #note({ txId, reads, places }: RunReport): void {
        const known = this.#known.get(txId) ?? { reads: new Set(), places: new Map<string, string>() };
        for (const read of reads) known.reads.add(read);
        for (const [what, site] of places) known.places.set(what, site);
        this.#known.set(txId, known);
        const [oldest] = this.#known.keys();
        if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
    }
}

/** Resolves when the process has answered, has ended, or does not answer in time. */
async function tell(child: ChildProcess, message: SecondRunMessage): Promise<void> {
    if (!child.connected) return;
    const over = new AbortController();
    const answered = new Promise<void>((resolve) => {
        const take = (answer: unknown): void => {
            if (!isSecondRunMessage(answer) || answer.txId !== message.txId) return;
            if (answer.heddleSecondRun === message.heddleSecondRun) resolve();
        };
        child.on('message', take).once('exit', resolve);
        over.signal.addEventListener('abort', () => {
            child.off('message', take).off('exit', resolve);
        });
        child.send(message, () => undefined);
    });
    const late = sleep(ANSWER_MS, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([answered, late]);
    over.abort();
}
