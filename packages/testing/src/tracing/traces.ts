import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { LocalPeer, PeerObserver } from '@heddle/local-peer';
import { type FailedTest, type FailureListener, listenToFailures, listenToNode, type NoteTest } from './failed-tests';
import { loadTracePackage, type NetworkTrace, type TakenTrace, type TracedUser } from './trace-package';

/** A folder in which each failing test leaves a page with what its networks did. */
const TRACE_VARIABLE = 'HEDDLE_TRACE';

const NOT_INSTALLED = '@heddle/dev, which has the page, is not installed: npm install --save-dev @heddle/dev';
const NOT_BUILT = 'the page is not built: npm run build';
const NO_RUNNER =
    'tests run by jest, by vitest and by node --test are heard of, and this process is run by none of these';

/** Of networks that a test has closed; tests that start many are about the last ones. */
const MOST_CLOSED = 8;
/** Of a file's name without its mark and its ending. */
const MOST_NAME = 120;

function folderOfTraces(): string | undefined {
    const folder = process.env[TRACE_VARIABLE];
    return folder === undefined || folder === '' ? undefined : resolve(folder);
}

/** A network of the test that runs, recorded in case that the test fails. */
export class TracedRun {
    readonly #trace: NetworkTrace;
    readonly #traces: Traces;
    /** Whether the test that runs has anything to do with it. */
    isUsed = true;
    #network: { readonly peer: LocalPeer; readonly members: { readonly all: readonly TracedUser[] } } | undefined;

    constructor(trace: NetworkTrace, traces: Traces) {
        this.#trace = trace;
        this.#traces = traces;
    }

    get observer(): PeerObserver {
        return this.#trace.observer;
    }

    opened(peer: LocalPeer, members: { readonly all: readonly TracedUser[] }): void {
        this.#network = { peer, members };
        this.#traces.open.add(this);
        this.called();
    }

    /** Tells the runner of the test that something is called in. */
    readonly called = (): void => {
        this.#traces.note?.();
        this.isUsed = true;
    };

    /** To be called before the peer ends: what the ledger has can be read until then. */
    async closing(): Promise<void> {
        if (!this.#traces.open.delete(this)) return;
        const taken = await this.take();
        if (taken !== undefined) this.#traces.keep(taken);
    }

    async take(): Promise<TakenTrace | undefined> {
        if (this.#network === undefined) return undefined;
        const { peer, members } = this.#network;
        return await this.#trace.read(peer, members.all);
    }
}

/** The networks of the test that runs: when it fails, each is saved, and the failure says where. */
class Traces implements FailureListener {
    readonly open = new Set<TracedRun>();
    note: NoteTest | undefined;
    #closed: TakenTrace[] = [];
    #listening: Promise<void> | undefined;
    #hasComplained = false;

    constructor() {
        // It takes hooks of its tests before the first one only.
        if (folderOfTraces() !== undefined) this.note = listenToNode(this);
    }

    /** Undefined where nobody has asked for traces, or where they cannot be had, which is said once. */
    async begin(channel: string | undefined, chaincodes: readonly string[]): Promise<TracedRun | undefined> {
        if (folderOfTraces() === undefined) return undefined;
        await (this.#listening ??= this.#listen());
        const found = loadTracePackage();
        const trace = found?.traceNetwork({ channel, chaincodes });
        if (trace !== undefined && this.note !== undefined) return new TracedRun(trace, this);
        this.#complain(found === undefined ? NOT_INSTALLED : trace === undefined ? NOT_BUILT : NO_RUNNER);
        return undefined;
    }

    begun(): void {
        this.#closed = [];
        for (const run of this.open) run.isUsed = false;
    }

    keep(taken: TakenTrace): void {
        this.#closed = [...this.#closed, taken].slice(-MOST_CLOSED);
    }

    async failed(test: FailedTest): Promise<void> {
        const folder = folderOfTraces();
        if (folder === undefined) return;
        try {
            const used = [...this.open].filter(({ isUsed }) => isUsed);
            const taken = await Promise.all(used.map((run) => run.take()));
            const traces = [...this.#closed, ...taken.filter((one) => one !== undefined)];
            this.#closed = [];
            if (traces.length === 0) return;
            const files = traces.map((_, index) => join(folder, fileNameOf(test, index)));
            mkdirSync(folder, { recursive: true });
            const told = { ...test, message: textOf(test.error), txId: txIdOf(test.error) };
            await Promise.all(traces.map((trace, index) => trace.save(files[index] ?? '', told)));
            for (const file of files) tell(test.error, `trace: ${file}`);
        } catch (error) {
            tell(test.error, `${TRACE_VARIABLE}: the trace cannot be saved: ${textOf(error)}`);
        }
    }

    async #listen(): Promise<void> {
        this.note ??= await listenToFailures(this);
    }

    #complain(reason: string): void {
        if (!this.#hasComplained) process.stderr.write(`${TRACE_VARIABLE} leaves nothing: ${reason}\n`);
        this.#hasComplained = true;
    }
}

export const traces = new Traces();

/** The same for the same test, so that a folder does not grow with each run. */
function fileNameOf({ name, file = '' }: FailedTest, index: number): string {
    const words = `${basename(file).replace(/\.[cm]?[jt]sx?$/, '')} ${name}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    const mark = createHash('sha256').update(`${file}\0${name}`).digest('hex').slice(0, 8);
    return `${words.slice(0, MOST_NAME)}-${mark}${index === 0 ? '' : `-${index + 1}`}.html`;
}

function textOf(error: unknown): string {
    const { message } = (error ?? {}) as { readonly message?: unknown };
    return typeof message === 'string' ? message : String(error);
}

/** Of an error of the test kit. */
function txIdOf(error: unknown): string | undefined {
    const { txId } = (error ?? {}) as { readonly txId?: unknown };
    return typeof txId === 'string' ? txId : undefined;
}

/** Puts a line below an error's message, where all runners print it; to standard error where the message cannot be changed. */
function tell(error: unknown, line: string): void {
    if (typeof error !== 'object' || error === null || !addLine(error, line)) process.stderr.write(`${line}\n`);
}

function addLine(error: { message?: unknown; stack?: unknown }, line: string): boolean {
    const { message, stack } = error;
    if (typeof message !== 'string') return false;
    try {
        error.message = `${message}\n\n${line}`;
        if (typeof stack === 'string') error.stack = stack.replace(message, () => `${message}\n\n${line}`);
        return true;
    } catch {
        return false;
    }
}
