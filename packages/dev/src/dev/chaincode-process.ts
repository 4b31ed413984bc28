import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import {
    LAUNCHER,
    LOADED_BEFORE_PACKAGE,
    SUPERVISED_VARIABLE,
    type SupervisedMessage,
    VARIABLES_OF_ONE_SERVER,
} from 'heddle/command';
import { type BlockReport, REPORT_FD } from './blocking/block-report';
import { EventLoopState } from './blocking/event-loop-state';
import {
    DEBUGGER_PORT_VARIABLE,
    type DebuggerMessage,
    isAboutDebugger,
    isDebuggerMessage,
} from './debugging/debugger-messages';
import { GO_FD, HELD_VARIABLE, type LoadedAhead } from './holding/held-start';
import { probe } from './loading-probe';
import { INVARIANTS_VARIABLE } from './ruling/invariants-variable';
import type { SecondRuns } from './trapping/second-runs';

export interface ChaincodeProcessOptions {
    readonly packageId: string;
    /** The folder of the package, absolute. */
    readonly folder: string;
    /** What getMspID answers. */
    readonly mspId: string;
    /** A level, by the name that `heddle server` takes. */
    readonly logLevel: string;
    readonly variables: NodeJS.ProcessEnv;
    /** Is told what the package prints and logs: a line each time. */
    readonly print: (line: string) => void;
    /** Is told when its event loop is blocked, and when that goes on. */
    readonly blocked: (report: BlockReport) => void;
    /** Is told of what happens without anybody having asked for it. */
    note(level: 'info' | 'error', text: string): void;
    /** For how long the package may load. */
    readonly loading?: LoadingTimes;
    /** Has transactions run the second time as on another machine. Undefined: nothing is trapped in it. */
    readonly secondRuns?: SecondRuns | undefined;
    /** Undefined: nobody debugs it. */
    readonly debugging?: DebuggingOptions | undefined;
    /** Whether it waits for `go` before it loads the package, which is still being built. Default: no. */
    readonly isHeld?: boolean;
    /** Where it records what it is asked. Undefined: nowhere. */
    readonly journalFolder?: string | undefined;
}

export interface DebuggingOptions {
    readonly port: number;
    /** Whether the port is free already, and a debugger can connect before the package is loaded. */
    readonly isOpen: boolean;
}

/** Where a process can be dialled, `host:port`, and the metadata of its contracts, if it has any. */
export type Listening = Pick<Extract<SupervisedMessage, { heddle: 'listening' }>, 'address' | 'metadata'>;

/** In milliseconds. */
export interface LoadingTimes {
    /** After that it is told why it takes so long. */
    readonly toldAfterMs: number;
    /** After that it is given up. */
    readonly limitMs: number;
}

const LOADING_TIMES: LoadingTimes = { toldAfterMs: 5000, limitMs: 60_000 };
/** It may stand at a breakpoint. */
const DEBUGGED_LOADING_TIMES: LoadingTimes = { toldAfterMs: 5000, limitMs: LONGEST_TIMER_MS };

const CAUSES = {
    computes: 'its code runs without a pause, as in an endless loop',
    stands: 'it stands at a breakpoint, or its code runs without a pause, as in an endless loop',
    waits: 'a top-level await waits for something that does not come',
} as const;

/** How long a process may take to end when nothing runs in it any more. */
const GRACE_MS = 3000;

/** Of the package's own, in the order in which its contracts would load them. */
const LOADED_AHEAD: LoadedAhead = {
    files: LOADED_BEFORE_PACKAGE,
    packages: ['@heddle/contract'],
};

const WAIT_TO_START = join(__dirname, 'holding', 'wait-to-start.js');
const EXIT_WITH_PARENT = join(__dirname, 'exit-with-parent.js');
const WATCH_EVENT_LOOP = join(__dirname, 'blocking', 'watch-event-loop.js');
const TRAP_CHAINCODE = join(__dirname, 'trapping', 'trap-chaincode.js');
const ANSWER_INVARIANTS = join(__dirname, 'ruling', 'answer-invariants.js');
const SERVE_DEBUGGER = join(__dirname, 'debugging', 'serve-debugger.js');

/**
 * `heddle server` in a process of its own: each one loads the package afresh, and none takes the ledger along when it
 * crashes.
 */
export class ChaincodeProcess {
    readonly packageId: string;
    /** Resolves when it is over, to the exit code or the signal; never rejects. */
    readonly ended: Promise<string>;
    readonly #child: ChildProcess;
    readonly #listening: Promise<Listening>;
    readonly #eventLoop: EventLoopState;
    readonly #goPipe: Writable;
    readonly #options: ChaincodeProcessOptions;
    /** What it said itself of why it ended. */
    #lastWords = '';

    /** Starts it. */
    constructor(options: ChaincodeProcessOptions) {
        const { packageId, folder, mspId, logLevel, print, blocked, debugging } = options;
        const { secondRuns, isHeld = false } = options;
        this.packageId = packageId;
        this.#options = options;
        const args = ['--chaincode-id', packageId, '--chaincode-address', '127.0.0.1:0', '--msp-id', mspId];
        const preloaded = preloadedFor(options);
        const preload = [...preloaded.flatMap((file) => ['--require', file]), '--enable-source-maps'];
        const where = ['--module-path', folder, '--log-level', logLevel];
        this.#child = spawn(
            process.execPath,
            [...preload, LAUNCHER, 'server', ...args, ...where, ...recordingOf(options)],
            {
                cwd: folder,
                env: variablesFor(options),
                // A group of its own, which Ctrl-C does not reach: it is for the command to end it, at the right time.
                detached: process.platform !== 'win32',
                stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe', 'pipe', 'pipe'],
            },
        );
        // One that has ended takes no byte. Node's types know of five.
        this.#goPipe = (this.#child.stdio as readonly unknown[])[GO_FD] as Writable;
        this.#goPipe.on('error', () => undefined);
        this.ended = endingOf(this.#child);
        // One that waits would not answer.
        if (!isHeld) secondRuns?.add(this.#child);
        for (const output of [this.#child.stdout, this.#child.stderr])
            if (output !== null)
                createInterface(output).on('line', (line) => {
                    if (debugging === undefined || !isAboutDebugger(line)) print(line);
                });
        this.#listening = this.#readMessages();
        this.#eventLoop = new EventLoopState(this.#child.stdio[REPORT_FD] as Readable, blocked); // a pipe, as above
    }

    /**
     * Waits until it listens.
     * @throws Error with what it said if it ends before that, or with the cause if its time is over
     */
    async listening(): Promise<Listening> {
        const { loading, debugging } = this.#options;
        const times = loading ?? (debugging === undefined ? LOADING_TIMES : DEBUGGED_LOADING_TIMES);
        const endWatch = this.#watchLoading(times);
        const ended = this.ended.then((how) => ({ how }));
        const outcome = await Promise.race([this.#listening, ended]);
        endWatch();
        if ('address' in outcome) return outcome;
        throw new Error(this.#lastWords || `it ended before it listened (${outcome.how})`);
    }

    /** Lets it load the package, if it was held. */
    go(): void {
        const { isHeld = false, secondRuns } = this.#options;
        if (!isHeld) return;
        this.#goPipe.write('.');
        secondRuns?.add(this.#child);
    }

    /** Whether its event loop is blocked, so that it answers nothing and does not end by itself. */
    get isBlocked(): boolean {
        return this.#eventLoop.isBlocked;
    }

    /** Opens its debugger, whose port is free now. */
    openDebugger(): void {
        const { debugging } = this.#options;
        if (debugging === undefined || debugging.isOpen) return;
        this.#send({ heddleDebugger: 'open', port: debugging.port });
    }

    /** Closes its debugger. Resolves when the port is free: whoever stands at a breakpoint goes on first. */
    async closeDebugger(): Promise<void> {
        if (this.#options.debugging === undefined) return;
        const closed = new Promise<void>((resolve) => {
            this.#child.on('message', (message) => {
                if (isDebuggerMessage(message) && message.heddleDebugger === 'closed') resolve();
            });
        });
        this.#send({ heddleDebugger: 'close' });
        await Promise.race([closed, this.ended]);
    }

    /** One that has ended takes no message. */
    #send(message: DebuggerMessage): void {
        if (this.#child.connected) this.#child.send(message, () => undefined);
    }

    /** Tells why loading takes long, and gives up in the end. @returns ends the watch */
    #watchLoading({ toldAfterMs, limitMs }: LoadingTimes): () => void {
        let isOver = false;
        const explain = async (afterMs: number, tell: (text: string) => void): Promise<void> => {
            const how = await probe(this.#child);
            const cause = how === 'computes' && this.#options.debugging !== undefined ? 'stands' : how;
            if (!isOver) tell(`the package has not finished loading after ${afterMs / 1000} s: ${CAUSES[cause]}`);
        };
        const timers = [
            setTimeout(() => {
                void explain(toldAfterMs, (text) => {
                    this.#options.note('error', `${text}; a change is taken at once`);
                });
            }, toldAfterMs),
            setTimeout(() => {
                void explain(limitMs, (text) => {
                    this.#lastWords = text;
                    this.kill();
                });
            }, limitMs),
        ];
        return () => {
            isOver = true;
            for (const timer of timers) clearTimeout(timer);
        };
    }

    /** Tells it to end, and has it killed if it does not, or cannot. Resolves when it has ended. Idempotent. */
    async close(): Promise<void> {
        this.#child.kill(this.isBlocked ? 'SIGKILL' : 'SIGTERM');
        const timer = setTimeout(() => {
            this.kill();
        }, GRACE_MS);
        await this.ended;
        clearTimeout(timer);
    }

    /** Ends it at once. */
    kill(): void {
        this.#child.kill('SIGKILL');
    }

    /** Output is the package's alone: the server tells of itself by the channel to its parent. */
    #readMessages(): Promise<Listening> {
        return new Promise((resolve) => {
            this.#child.on('message', (message) => {
                if (!isSupervised(message)) return;
                if (message.heddle === 'listening') resolve(message);
                if (message.heddle === 'ended') this.#lastWords = message.reason;
            });
        });
    }
}

/** In the order in which they run. */
function preloadedFor({ debugging, secondRuns, variables, isHeld = false }: ChaincodeProcessOptions): string[] {
    return [
        ...(secondRuns === undefined ? [] : [TRAP_CHAINCODE]),
        ...(variables[INVARIANTS_VARIABLE] === undefined ? [] : [ANSWER_INVARIANTS]),
        ...(isHeld ? [WAIT_TO_START] : []),
        // Who stands at a breakpoint is not blocked, and a debugger's pauses are not for the watch to end.
        debugging === undefined ? WATCH_EVENT_LOOP : SERVE_DEBUGGER,
        EXIT_WITH_PARENT,
    ];
}

/** In full: a developer's own ledger has no secrets. */
function recordingOf({ journalFolder }: ChaincodeProcessOptions): string[] {
    if (journalFolder === undefined) return [];
    return ['--journal', journalFolder, '--journal-max-bytes', '64MiB', '--journal-include', 'transient,private'];
}

function variablesFor({ variables, debugging, isHeld = false }: ChaincodeProcessOptions): NodeJS.ProcessEnv {
    return {
        ...withoutOthers(variables),
        [SUPERVISED_VARIABLE]: '1',
        ...(isHeld && { [HELD_VARIABLE]: JSON.stringify(LOADED_AHEAD) }),
        ...(debugging?.isOpen === true && { [DEBUGGER_PORT_VARIABLE]: String(debugging.port) }),
    };
}

function endingOf(child: ChildProcess): Promise<string> {
    return new Promise((resolve) => {
        child.once('error', (error) => {
            resolve(error.message);
        });
        child.once('close', (code, signal) => {
            const how = code === null ? String(signal) : `exit code ${code}`;
            const tell = (): void => {
                resolve(how);
            };
            // The last message may still be on its way.
            if (child.connected) child.once('disconnect', tell);
            else tell();
        });
    });
}

/** The package may send messages, too. */
function isSupervised(message: unknown): message is SupervisedMessage {
    return typeof message === 'object' && message !== null && 'heddle' in message;
}

function withoutOthers(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(variables).filter(([name]) => !VARIABLES_OF_ONE_SERVER.has(name)));
}
