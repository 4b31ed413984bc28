import { setTimeout } from 'node:timers/promises';
import type { TransactionResult } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { ServedPackage } from './harness/served-package';

const OFFERED = 10_000;

const CONTRACTS = {
    'index.js': `
        const { Contract } = require('@heddle/contract');
        exports.contracts = [class Cars extends Contract {
            async work() { await new Promise((resolve) => setTimeout(resolve, 50)); return 'done'; }
        }];`,
};

const VARIABLES = {
    CORE_OPERATIONS_ADDRESS: '127.0.0.1:0',
    CORE_MAX_TRANSACTIONS: '100',
    CORE_MAX_QUEUE: '200',
    CORE_MAX_QUEUE_MS: '60000',
    CORE_TRANSACTION_TIMEOUT_MS: '30000',
};

/** The figures of a server, summed up by the names of their series. */
async function figuresOf(url: string): Promise<Map<string, number>> {
    const text = await (await fetch(`${url}/metrics`)).text();
    const figures = new Map<string, number>();
    for (const line of text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
        const [, name = '', value = ''] = /^(\w+)\S* (\S+)/.exec(line) ?? [];
        figures.set(name, (figures.get(name) ?? 0) + Number(value));
    }
    return figures;
}

/** The highest of some figures, from now on until the watch is stopped. */
class Watch {
    readonly #highest = new Map<string, number>();
    readonly #watching: Promise<void>;
    #isOver = false;

    constructor(url: string) {
        this.#watching = this.#watch(url);
    }

    async stop(): Promise<ReadonlyMap<string, number>> {
        this.#isOver = true;
        await this.#watching;
        return this.#highest;
    }

    async #watch(url: string): Promise<void> {
        while (!this.#isOver) {
            for (const [name, value] of await figuresOf(url)) {
                this.#highest.set(name, Math.max(value, this.#highest.get(name) ?? 0));
            }
            await setTimeout(50);
        }
    }
}

describe('a server that is offered far more than it may take', () => {
    it(`answers each of ${OFFERED} transactions, in a memory that stays as it is, and counts what it refuses`, async () => {
        await using served = await ServedPackage.start(CONTRACTS, VARIABLES);
        const { address } = await served.logged(/^\/healthz, .* are at http:/);
        const url = `http://${String(address)}`;
        const call = { chaincode: 'cc', function: 'work' };
        const offer = async (): Promise<{ results: TransactionResult[]; highest: ReadonlyMap<string, number> }> => {
            const watch = new Watch(url);
            const results = await Promise.all(Array.from({ length: OFFERED }, () => served.peer.evaluate(call)));
            return { results, highest: await watch.stop() };
        };
        const idle = await figuresOf(url);
        await offer();
        const before = await figuresOf(url);
        const { results, highest } = await offer();
        const after = await figuresOf(url);

        const done = results.filter(({ status }) => status === 200).length;
        const refused = results.filter(({ message }) => message.includes('OVERLOADED: ')).length;
        expect([done + refused, refused > 0]).toEqual([OFFERED, true]);
        const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
        expect(grown('heddle_transactions_total')).toBe(done);
        expect(grown('heddle_transactions_refused_total')).toBe(refused);
        expect([after.get('heddle_transactions_in_flight'), after.get('heddle_transactions_waiting')]).toEqual([0, 0]);
        expect(highest.get('heddle_transactions_in_flight')).toBeLessThanOrEqual(100);
        expect(highest.get('heddle_transactions_waiting')).toBeLessThanOrEqual(200);
        // The heap grows at first, since V8 collects late what is not needed. What each of them left behind would show here.
        const memory = 'process_resident_memory_bytes';
        const more = (highest.get(memory) ?? 0) - (idle.get(memory) ?? 0);
        expect(more / 2 ** 20).toBeLessThan(128);
        // One a second at most, and the last one has their number.
        const lines = served.lines.filter(({ msg }) => msg.startsWith('refused a transaction: OVERLOADED'));
        expect(lines.length).toBeGreaterThan(0);
        expect(lines.length).toBeLessThan(200);
    });

    it('takes one at a time while memory is short', async () => {
        // What Node.js itself has is more than a tenth of so small a heap.
        const short = { ...VARIABLES, NODE_OPTIONS: '--max-old-space-size=64', CORE_MAX_MEMORY_PERCENT: '10' };
        await using served = await ServedPackage.start(CONTRACTS, short);
        const call = { chaincode: 'cc', function: 'work' };
        const results = await Promise.all([1, 2, 3, 4].map(() => served.peer.evaluate(call)));
        const { reason, msg } = await served.logged(/^refused a transaction: OVERLOADED: .* short of memory/);
        expect([results.filter(({ status }) => status === 200).length, reason]).toEqual([1, 'memory']);
        expect(msg).toMatch(/\d+ % of what the heap may grow to are in use, more than the 10 % of the limit/);
        expect(await served.peer.evaluate(call)).toMatchObject({ status: 200 });
    });
});
