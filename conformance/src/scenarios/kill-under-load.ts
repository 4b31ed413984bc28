import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { evaluateSteps, script, valueOf } from './script';
import type { Target } from './target';

const TRANSACTIONS = 120;
const CLIENTS = 8;
/** The server is killed each time that this many more are committed. */
const KILL_EVERY = 30;
/** Between an attempt that was refused and the next one. */
const PAUSE_MS = 20;

const REFUSALS = [
    /chaincode stream terminated/,
    /could not launch chaincode .*(connection refused|terminated|ECONNREFUSED)/s,
    /chaincode registration failed/,
];

/** A server of the scenarios' chaincode in a process of its own. */
export interface KillableServer {
    end(signal: 'SIGKILL'): Promise<void>;
}

export interface Load {
    readonly target: Target;
    /** The name under which the scenarios' chaincode is committed. */
    readonly chaincode: string;
    readonly startServer: () => Promise<KillableServer>;
}

/** The outcome of a load, in numbers. */
export interface LoadCounts {
    readonly submitted: number;
    readonly refused: number;
    readonly committed: number;
    readonly kills: number;
}

interface LoadResult {
    /** Of what was committed. */
    readonly txIds: readonly string[];
    /** Why attempts were refused. */
    readonly refusals: readonly string[];
    readonly kills: number;
}

/**
 * Submits from several clients, each transaction until it is committed, while the server is killed and started again.
 * Expects that whatever was committed is there, once, that nothing else is, and that all calls behind it succeed.
 * @returns the counts, which hold to each other
 */
export async function killUnderLoad(load: Load): Promise<LoadCounts> {
    const heard = await load.target.listen(load.chaincode);
    const { txIds, refusals, kills } = await new LoadRun(load).finish();
    const events: string[] = [];
    for await (const { txId } of heard) if (events.push(txId) === TRANSACTIONS) break;
    heard.close();
    expect(events.sort()).toEqual([...txIds].sort());
    const server = await load.startServer();
    try {
        await expectLedger(load);
    } finally {
        await server.end('SIGKILL');
    }
    return { submitted: TRANSACTIONS + refusals.length, refused: refusals.length, committed: txIds.length, kills };
}

/** Each key has its value and one change in its history: refused transactions have left nothing behind. */
async function expectLedger({ target, chaincode }: Load): Promise<void> {
    const keys = Array.from({ length: TRANSACTIONS }, (_, index) => keyOf(index));
    const values = await valueOf(target, ['getMultipleStates', keys], { chaincode });
    expect(values).toEqual(keys.map((key) => `value of ${key}`));
    const steps = keys.map((key) => ['getHistoryForKey', key] as const);
    const histories = await evaluateSteps(target, steps, { chaincode });
    expect(histories.map((one) => ('value' in one ? (one.value as unknown[]).length : one))).toEqual(keys.map(() => 1));
}

/** A load under way. */
class LoadRun {
    readonly #load: Load;
    readonly #txIds: string[] = [];
    readonly #refusals: string[] = [];
    #next = 0;
    #kills = 0;
    #isOver = false;

    constructor(load: Load) {
        this.#load = load;
    }

    async finish(): Promise<LoadResult> {
        let server = await this.#load.startServer();
        const clients = Promise.all(Array.from({ length: CLIENTS }, () => this.#submitAll()));
        const ended = clients.finally(() => {
            this.#isOver = true;
        });
        // Waited for below; meanwhile its failure is nobody's.
        ended.catch(() => undefined);
        try {
            for (let mark = KILL_EVERY; mark < TRANSACTIONS; mark += KILL_EVERY) {
                await this.#reach(mark);
                await server.end('SIGKILL');
                this.#kills++;
                server = await this.#load.startServer();
            }
            await ended;
        } finally {
            this.#isOver = true;
            await server.end('SIGKILL');
        }
        return { txIds: this.#txIds, refusals: this.#refusals, kills: this.#kills };
    }

    /** Waits until this many are committed, or the run is over. */
    async #reach(mark: number): Promise<void> {
        while (this.#txIds.length < mark && !this.#isOver) await sleep(PAUSE_MS);
    }

    async #submitAll(): Promise<void> {
        while (this.#next < TRANSACTIONS) await this.#submit(this.#next++);
    }

    /** Until it is committed, or the run is over. */
    async #submit(index: number): Promise<void> {
        const { target, chaincode } = this.#load;
        const steps = [
            ['putState', keyOf(index), `value of ${keyOf(index)}`],
            ['setEvent', 'put', keyOf(index)],
        ] as const;
        while (!this.#isOver) {
            const { validation, txId, message } = await target.submit({ ...script(steps), chaincode });
            if (validation === 'VALID') return void this.#txIds.push(txId);
            if (!REFUSALS.some((known) => known.test(message)))
                throw new Error(`refused for another reason: ${message}`);
            this.#refusals.push(message);
            await sleep(PAUSE_MS);
        }
    }
}

function keyOf(index: number): string {
    return `load${String(index).padStart(3, '0')}`;
}
