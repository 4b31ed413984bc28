import { BlockTracker, encodeArguments, encodeTransient, type LoadReport, percentiles } from '@heddle/testing/work';
import { EndorseError } from '@hyperledger/fabric-gateway';
import { reasonOf } from 'heddle/command';
import { explainFailure } from '../client/explain-failure';
import { type GatewayClient, openGateway } from '../client/gateway-client';
import type { Connection } from '../client/gateway-connection';
import { validationNameOf } from '../client/validation';
import type { Scenario } from './read-scenario';

/** A load on a network that is there. */
export interface NetworkLoad {
    readonly connection: Connection;
    readonly scenario: Scenario;
    readonly clients: number;
    readonly calls: number;
    readonly seconds: number | undefined;
    readonly signal: AbortSignal;
}

/** What it came to, and why its keys are not known, if they are not. */
export interface NetworkLoadReport {
    readonly report: LoadReport;
    readonly withoutKeys: string | undefined;
}

/** For the last blocks, which may come after the commit status. */
const LAST_BLOCK_MS = 5000;

/** Has clients submit a scenario's calls on a network. @throws CommandError for a call that fails without being refused */
export async function runNetworkLoad(load: NetworkLoad): Promise<NetworkLoadReport> {
    using client = openGateway(load.connection);
    return await new RunningLoad(load, client).run();
}

class RunningLoad {
    readonly #load: NetworkLoad;
    readonly #client: GatewayClient;
    readonly #own = new Map<string, string>();
    readonly #tracker = new BlockTracker(this.#own);
    readonly #statuses = new Map<string, number>();
    readonly #refused = new Map<string, number>();
    readonly #times: number[] = [];
    #next = 0;
    #isOver = false;
    #withoutKeys: string | undefined;

    constructor(load: NetworkLoad, client: GatewayClient) {
        this.#load = load;
        this.#client = client;
    }

    async run(): Promise<NetworkLoadReport> {
        const { clients, seconds } = this.#load;
        const end = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
        const blocks = await this.#client.network.getBlockEvents();
        const followed = this.#follow(blocks);
        try {
            await Promise.all(Array.from({ length: clients }, () => this.#submitUntil(end)));
            const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_BLOCK_MS).unref());
            await Promise.race([followed, late]);
        } finally {
            blocks.close();
        }
        return { report: this.#report(), withoutKeys: this.#withoutKeys };
    }

    /** Until each transaction was seen. Never rejects: who may not read blocks gets the statuses all the same. */
    async #follow(blocks: AsyncIterable<{ serializeBinary(): Uint8Array }>): Promise<void> {
        try {
            await this.#takeAll(blocks);
        } catch (error) {
            this.#withoutKeys = reasonOf(error);
        }
    }

    async #takeAll(blocks: AsyncIterable<{ serializeBinary(): Uint8Array }>): Promise<void> {
        for await (const block of blocks) {
            this.#tracker.take(block.serializeBinary());
            if (this.#hasAll()) return;
        }
    }

    #hasAll(): boolean {
        return this.#isOver && [...this.#own.keys()].every((txId) => this.#tracker.hasSeen(txId));
    }

    async #submitUntil(end: number): Promise<void> {
        const { calls, signal } = this.#load;
        while (this.#next < calls && performance.now() < end && !signal.aborted) await this.#submit(this.#next++);
        this.#isOver = true;
    }

    async #submit(n: number): Promise<void> {
        const { transaction, args = [], transient } = this.#load.scenario(n);
        const begin = performance.now();
        try {
            const proposal = this.#client.contract(undefined).newProposal(transaction, {
                arguments: encodeArguments(args, undefined),
                transientData: encodeTransient(transient),
            });
            const endorsed = await proposal.endorse();
            this.#own.set(endorsed.getTransactionId(), transaction);
            const commit = await endorsed.submit();
            const { code } = await commit.getStatus();
            count(this.#statuses, validationNameOf(code));
            this.#times.push(performance.now() - begin);
        } catch (error) {
            if (!(error instanceof EndorseError))
                throw await explainFailure(error, { what: transaction, connection: this.#load.connection });
            count(this.#refused, `${transaction}: ${error.details[0]?.message ?? error.message}`);
        }
    }

    #report(): LoadReport {
        const statuses = Object.fromEntries(this.#statuses);
        const all = Object.entries(statuses);
        const submitted = all.reduce((sum, [, times]) => sum + times, 0);
        const lost = all.reduce((sum, [status, times]) => sum + (status.endsWith('_CONFLICT') ? times : 0), 0);
        return {
            seed: 0,
            submitted,
            statuses,
            refused: Object.fromEntries(this.#refused),
            conflictShare: submitted === 0 ? 0 : lost / submitted,
            hotKeys: this.#withoutKeys === undefined ? this.#tracker.hotKeys : [],
            milliseconds: percentiles(this.#times),
        };
    }
}

function count(counts: Map<string, number>, name: string): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
}
