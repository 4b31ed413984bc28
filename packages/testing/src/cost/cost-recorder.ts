import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaincodeStub, HostObserver } from '@heddle/core';
import type { EndorsedTransaction } from '@heddle/local-peer';
import { readableKey } from '@heddle/local-peer/internal';
import { describeSite, type NotedSite } from '../traps/origin';
import { outside } from '../traps/scope';
import { StubOrder } from './stub-order';
import { type SampledLine, sampleOf, type TransactionSample } from './transaction-sample';

/** A folder in which test networks leave what their transactions cost, when they are closed. */
export const COST_VARIABLE = 'HEDDLE_COST';

interface UnderWay {
    readonly begin: number;
    readonly orders: StubOrder[];
    requests: number;
}

/** A call that was endorsed. */
export interface EndorsedCall {
    readonly transaction: string;
    readonly args: readonly unknown[];
    readonly endorsed: EndorsedTransaction;
}

let recorders = 0;

/** Notes what each endorsed transaction costs: its read-write set, and the requests that it has waited for. */
export class CostRecorder {
    readonly samples: TransactionSample[] = [];
    readonly observer: HostObserver = {
        operationEnded: ({ txId }) => {
            const run = this.#underWay.get(txId);
            if (run !== undefined) run.requests += 1;
        },
    };
    readonly #underWay = new Map<string, UnderWay>();
    readonly #folder: string | undefined;

    /** @param folder undefined writes nothing */
    constructor(folder?: string) {
        this.#folder = folder;
    }

    /** The recorder that the environment asks for; undefined where it asks for none. */
    static ofEnvironment(): CostRecorder | undefined {
        const folder = process.env[COST_VARIABLE];
        return folder === undefined || folder === '' ? undefined : new CostRecorder(folder);
    }

    /** A transaction is about to be endorsed. */
    begin(txId: string): void {
        this.#underWay.set(txId, { begin: performance.now(), orders: [], requests: 0 });
    }

    /** A chaincode runs a transaction; there may be several runs, each at a peer. */
    watch(stub: ChaincodeStub): void {
        const run = this.#underWay.get(stub.getTxID());
        if (run === undefined) return;
        const order = new StubOrder();
        run.orders.push(order);
        order.watch(stub);
    }

    /** It is endorsed; undefined where it was refused, of which nothing is kept. */
    end(txId: string, call: EndorsedCall | undefined): void {
        const run = this.#underWay.get(txId);
        this.#underWay.delete(txId);
        if (run === undefined || call === undefined) return;
        const runs = Math.max(run.orders.length, 1);
        const microseconds = Math.round((performance.now() - run.begin) * 1000);
        const hazards = [...new Set(run.orders.flatMap((order) => [...order.hazards.keys()]))];
        const roundTrips = Math.round(run.requests / runs);
        const places = outside(() => run.orders.flatMap(placesOf));
        this.samples.push(sampleOf(call.endorsed, { ...call, roundTrips, microseconds, hazards, places }));
    }

    /** Leaves the samples in the folder. */
    close(): void {
        if (this.#folder === undefined || this.samples.length === 0) return;
        mkdirSync(this.#folder, { recursive: true });
        recorders += 1;
        const file = join(this.#folder, `${process.pid}-${performance.timeOrigin.toFixed(0)}-${recorders}.jsonl`);
        writeFileSync(file, this.samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
        this.samples.length = 0;
    }
}

/** The author's lines, by what is told of them. */
function placesOf({ hazards, written, event }: StubOrder): SampledLine[] {
    const noted: (readonly [string, NotedSite])[] = [
        ...hazards,
        ...Array.from(written, ([key, site]) => [`write of ${readableKey(key)}`, site] as const),
        ...(event === undefined ? [] : [['event', event] as const]),
    ];
    return noted.flatMap(([what, note]) => {
        const site = note();
        return site === undefined ? [] : [[what, describeSite(site)] as const];
    });
}
