import type { ServerResponse } from 'node:http';
import type { FeedLine, Summary } from '@heddle/studio';
import { writeHead } from '../http/answers';
import { Refusal } from '../http/refusal';
import { summaryOf, toTenths } from '../view/summary';
import type { Recorder } from './recorder';

const EACH_MS = 100;
const MOST_IN_A_LINE = 200;
const MOST_UNSENT = 1024 * 1024;
const PING_MS = 10_000;
const RATE_MS = 1000;
/** Browsers open six connections to a server for all of their tabs: one is left for what pages ask. */
const MOST_FEEDS = 5;

/**
 * Tells pages what happens, as lines of JSON: so many at a time, and nothing to one that does not read, which gets a gap when
 * it reads again.
 */
export class Feeds {
    readonly #recorder: Recorder;
    readonly #run: string;
    #open = 0;

    constructor(recorder: Recorder, run: string) {
        this.#recorder = recorder;
        this.#run = run;
    }

    /** Follows from a number on until its reader leaves. @throws Refusal */
    open(response: ServerResponse, after: number): void {
        if (this.#open >= MOST_FEEDS)
            throw new Refusal(
                503,
                'TOO_MANY',
                `${MOST_FEEDS} windows follow already`,
                'close one of them, or put it behind another one',
            );
        this.#open++;
        writeHead(response, 200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
        const feed = new Feed(this.#recorder, response);
        feed.begin(this.#run, after);
        response.on('close', () => {
            feed.close();
            this.#open--;
        });
    }
}

class Feed {
    readonly #recorder: Recorder;
    readonly #response: ServerResponse;
    readonly #closing = new AbortController();
    #waiting: Summary[] = [];
    #commits: (FeedLine & { readonly kind: 'commits' })[] = [];
    #skipped: Span | undefined;
    #skippedBlocks: Span | undefined;
    #count = 0;
    #owesChaincodes = false;
    #owesCoverage = false;
    #owesRevert = false;

    constructor(recorder: Recorder, response: ServerResponse) {
        this.#recorder = recorder;
        this.#response = response;
    }

    begin(run: string, after: number): void {
        const { seq, reverts } = this.#recorder;
        this.#write({ kind: 'hello', run, seq, reverts });
        this.#tellChaincodes();
        this.#tellCoverage();
        const missed = this.#recorder.after(after);
        // The page loads what is more than a line anew, by pages.
        if (missed === undefined || missed.length > MOST_IN_A_LINE)
            this.#write({ kind: 'gap', from: after + 1, to: this.#recorder.seq });
        else this.#waiting = missed.map(summaryOf);
        this.#listen(this.#closing.signal);
        this.#every(EACH_MS, () => {
            this.#flush();
        });
        this.#every(PING_MS, () => {
            this.#write({ kind: 'ping' });
        });
        this.#every(RATE_MS, () => {
            this.#tellRate();
        });
    }

    #every(ms: number, tick: () => void): void {
        const timer = setInterval(tick, ms).unref();
        this.#closing.signal.addEventListener('abort', () => {
            clearInterval(timer);
        });
    }

    close(): void {
        this.#closing.abort();
    }

    #listen(signal: AbortSignal): void {
        const recorder = this.#recorder;
        const proposal: Parameters<typeof recorder.on<'proposal'>>[1] = (recorded) => {
            this.#count++;
            this.#add(summaryOf(recorded));
        };
        const block: Parameters<typeof recorder.on<'block'>>[1] = ({ number, transactions, time, milliseconds }) => {
            const together = milliseconds.validation + milliseconds.write;
            const items = transactions.map(({ txId: id, status: code, txNumber, waited }) => ({
                id,
                code,
                txNumber,
                ms: toTenths(waited + together),
            }));
            this.#addCommits({ kind: 'commits', block: Number(number), time: time.toISOString(), items });
        };
        const chaincode = (): void => {
            this.#tellChaincodes();
        };
        const coverage = (): void => {
            this.#owesCoverage = true;
        };
        const reverted = (): void => {
            this.#goBack();
        };
        recorder.on('proposal', proposal).on('block', block).on('chaincode', chaincode).on('coverage', coverage);
        recorder.on('reverted', reverted);
        signal.addEventListener('abort', () => {
            recorder.off('proposal', proposal).off('block', block);
            recorder.off('chaincode', chaincode).off('coverage', coverage).off('reverted', reverted);
        });
    }

    #add(summary: Summary): void {
        if (this.#waiting.length < MOST_IN_A_LINE) this.#waiting.push(summary);
        else this.#skip(summary.seq);
    }

    #addCommits(commits: FeedLine & { readonly kind: 'commits' }): void {
        if (this.#commits.length < MOST_IN_A_LINE && commits.items.length <= MOST_IN_A_LINE)
            this.#commits.push(commits);
        else this.#skipBlock(commits.block);
    }

    #skip(seq: number): void {
        this.#skipped = widened(this.#skipped, seq);
    }

    #skipBlock(number: number): void {
        this.#skippedBlocks = widened(this.#skippedBlocks, number);
    }

    /**
     * Tells what has come since the last time. What cannot be sent is owed: rows and blocks come as a gap, which the page loads,
     * and of chaincodes and coverage only what they are by then.
     */
    #flush(): void {
        if (this.#owesRevert) this.#tellRevert();
        const items = this.#waiting;
        if (items.length > 0 && !this.#write({ kind: 'transactions', items }))
            for (const { seq } of items) this.#skip(seq);
        for (const commits of this.#commits) if (!this.#write(commits)) this.#skipBlock(commits.block);
        this.#forget();
        if (this.#owesChaincodes) this.#tellChaincodes();
        if (this.#owesCoverage) this.#tellCoverage();
        this.#tellGap();
    }

    #tellGap(): void {
        const { seq } = this.#recorder;
        const blocks = this.#skippedBlocks;
        if (this.#skipped === undefined && blocks === undefined) return;
        const { from, to } = this.#skipped ?? { from: seq + 1, to: seq };
        if (!this.#write({ kind: 'gap', from, to, ...(blocks !== undefined && { blocks }) })) return;
        this.#skipped = undefined;
        this.#skippedBlocks = undefined;
    }

    #forget(): void {
        this.#waiting = [];
        this.#commits = [];
    }

    /** The page asks anew for all up to here, so that what waits is told of no more. */
    #goBack(): void {
        this.#forget();
        this.#skipped = undefined;
        this.#skippedBlocks = undefined;
        this.#tellRevert();
    }

    #tellRevert(): void {
        const { revertedTo = 0n, reverts, seq } = this.#recorder;
        this.#owesRevert = !this.#write({ kind: 'reverted', height: Number(revertedTo), reverts, seq });
    }

    #tellChaincodes(): void {
        const { chaincodes, marks } = this.#recorder;
        this.#owesChaincodes = !this.#write({ kind: 'chaincode', chaincodes, marks });
    }

    #tellCoverage(): void {
        const { coverage } = this.#recorder;
        this.#owesCoverage = coverage !== undefined && !this.#write({ kind: 'coverage', coverage });
    }

    #tellRate(): void {
        this.#write({ kind: 'rate', perSecond: this.#count });
        this.#count = 0;
    }

    /** @returns false where it was not written, since too much is unsent */
    #write(line: FeedLine): boolean {
        if (this.#closing.signal.aborted || this.#response.writableLength > MOST_UNSENT) return false;
        this.#response.write(`${JSON.stringify(line)}\n`);
        return true;
    }
}

interface Span {
    readonly from: number;
    readonly to: number;
}

function widened(span: Span | undefined, number: number): Span {
    return { from: Math.min(span?.from ?? number, number), to: Math.max(span?.to ?? number, number) };
}
