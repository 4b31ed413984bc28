import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { KillableServer } from './kill-under-load';
import { evaluateSteps, script } from './script';
import type { Target } from './target';

/** Between two kills. */
const KILL_EVERY_MS = 2_000;
/** How long a server stays away. */
const AWAY_MS = 500;
const CLIENTS = 8;

/** What is to be loaded, and killed. */
export interface RoutedLoad {
    readonly target: Target;
    /** The name under which the scenarios' chaincode is committed. */
    readonly chaincode: string;
    /** Starts the server of this place behind the router. */
    readonly startServer: (place: number) => Promise<KillableServer>;
    /** Where the servers are, in the words of the router. */
    readonly addresses: readonly string[];
    readonly milliseconds: number;
}

/** The outcome of a load, in numbers. */
export interface RoutedCounts {
    readonly evaluated: number;
    readonly committed: number;
    readonly kills: number;
    /** Transactions that had asked their peer for something and whose server was killed. */
    readonly lost: number;
}

interface Submitted {
    readonly key: string;
    readonly txId: string;
    readonly isCommitted: boolean;
}

/**
 * Submits and evaluates from several clients while a server behind the router is killed every two seconds, one after the
 * other. Expects that nothing fails but what ran on a server that was killed, that whatever was committed is there once,
 * and that nothing else is.
 */
export async function killBehindRouter(load: RoutedLoad): Promise<RoutedCounts> {
    const servers = load.addresses.map((_, place) => load.startServer(place));
    await Promise.all(servers);
    const heard = await load.target.listen(load.chaincode);
    const run = new RoutedRun(load);
    const kills = await run.finish(servers);
    const committed = run.submitted.filter(({ isCommitted }) => isCommitted);
    const events: string[] = [];
    for await (const { txId } of heard) if (events.push(txId) === committed.length) break;
    heard.close();
    expect(events.sort()).toEqual(committed.map(({ txId }) => txId).sort());
    await expectLedger(load, run.submitted);
    // Those that joined last have their share: each of them alone does all.
    const [last] = servers.slice(-1);
    for (const server of servers) if (server !== last) await (await server).end('SIGKILL');
    await expectLedger(load, run.submitted.slice(0, 1));
    await (await last)?.end('SIGKILL');
    // Where it was a lost transaction, its server was one of those.
    const lost = /^.*SERVER_LOST: the server at (\S+) was lost while it ran transaction/s;
    const others = run.failures.filter((text) => !load.addresses.includes(lost.exec(text)?.[1] ?? ''));
    expect(others).toEqual([]);
    return { evaluated: run.evaluated, committed: committed.length, kills, lost: run.failures.length };
}

/** Each key has one change in its history, or none where its transaction failed. */
async function expectLedger({ target, chaincode }: RoutedLoad, submitted: readonly Submitted[]): Promise<void> {
    const steps = submitted.map(({ key }) => ['getHistoryForKey', key] as const);
    const changes: number[] = [];
    for (let at = 0; at < steps.length; at += 100) {
        const histories = await evaluateSteps(target, steps.slice(at, at + 100), { chaincode });
        changes.push(...histories.map((one) => ('value' in one ? (one.value as unknown[]).length : -1)));
    }
    expect(changes).toEqual(submitted.map(({ isCommitted }) => Number(isCommitted)));
}

/** A load under way. */
class RoutedRun {
    readonly submitted: Submitted[] = [];
    readonly failures: string[] = [];
    evaluated = 0;
    readonly #load: RoutedLoad;
    #next = 0;
    #isOver = false;

    constructor(load: RoutedLoad) {
        this.#load = load;
    }

    /** @param servers those that are up, or about to be; replaced as they come back */
    async finish(servers: Promise<KillableServer>[]): Promise<number> {
        const clients = Promise.all(Array.from({ length: CLIENTS }, () => this.#work()));
        // Waited for below; meanwhile its failure is nobody's.
        clients.catch(() => undefined);
        let kills = 0;
        try {
            for (const until = performance.now() + this.#load.milliseconds; performance.now() < until; kills++) {
                await sleep(KILL_EVERY_MS);
                const place = kills % servers.length;
                await (await servers[place])?.end('SIGKILL');
                servers[place] = sleep(AWAY_MS).then(() => this.#load.startServer(place));
                // Waited for when it is to be killed again, or at the end.
                servers[place].catch(() => undefined);
            }
            await Promise.all(servers);
        } finally {
            this.#isOver = true;
        }
        await clients;
        return kills;
    }

    async #work(): Promise<void> {
        while (!this.#isOver) {
            await this.#submit(this.#next++);
            await this.#evaluate();
        }
    }

    async #submit(index: number): Promise<void> {
        const { target, chaincode } = this.#load;
        const key = `routed${String(index).padStart(5, '0')}`;
        const steps = [
            ['getState', key],
            ['putState', key, `value of ${key}`],
            ['setEvent', 'put', key],
        ] as const;
        const { validation, txId, message } = await target.submit({ ...script(steps), chaincode });
        const isCommitted = validation === 'VALID';
        this.submitted.push({ key, txId, isCommitted });
        if (!isCommitted) this.failures.push(message);
    }

    async #evaluate(): Promise<void> {
        const { target, chaincode } = this.#load;
        const { status, message } = await target.evaluate({ ...script([['getState', 'nothing']]), chaincode });
        if (status === 200) this.evaluated++;
        else this.failures.push(message);
    }
}
