import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Admission } from './admission';
import type { Entrant, Refusal } from './entrant';
import { type LimitOptions, type ResolvedLimits, resolveLimits } from './limit-options';
import { MemoryGuard } from './memory-guard';

function limits(options: LimitOptions): ResolvedLimits {
    const resolved = resolveLimits(options);
    if (resolved === undefined) throw new Error('nothing is limited');
    return resolved;
}

/** A room, and what became of those who came to its door. */
class Door {
    readonly room: Admission;
    readonly begun: string[] = [];
    readonly refused: string[] = [];
    readonly refusals: Refusal[] = [];
    readonly #entrants = new Map<string, Entrant>();

    constructor(options: LimitOptions, memory?: MemoryGuard) {
        this.room = new Admission(limits(options), memory);
    }

    enter(txId: string, more: Partial<Entrant> & { readonly of?: string } = {}): void {
        const { of, ...rest } = more;
        const entrant: Entrant = {
            packageId: 'a:1',
            channelId: 'ch',
            txId,
            peer: 'p',
            bytes: 1000,
            places: of === undefined ? undefined : this.room.placesBy(() => undefined).get(of),
            isNested: () => false,
            begin: () => this.begun.push(txId),
            refuse: (refusal) => {
                this.refused.push(txId);
                this.refusals.push(refusal);
            },
            ...rest,
        };
        this.#entrants.set(txId, entrant);
        this.room.enter(entrant);
    }

    leave(txId: string): void {
        const entrant = this.#entrants.get(txId);
        if (entrant !== undefined) this.room.leave(entrant);
    }
}

/** A guard whose memory a test decides on. */
class TestMemory extends MemoryGuard {
    short = false;

    constructor() {
        super(0.5);
    }

    override get isShort(): boolean {
        return this.short;
    }
}

describe('the room of transactions', () => {
    it('A1, A3: lets in as many as there are places, and others in the order of arrival', () => {
        const door = new Door({ transactions: 2, queue: 2 });
        for (const txId of ['1', '2', '3', '4']) door.enter(txId);
        expect([door.begun, door.room.running, door.room.waiting]).toEqual([['1', '2'], 2, 2]);
        door.leave('2');
        door.leave('1');
        expect(door.begun).toEqual(['1', '2', '3', '4']);
    });

    it('A2: refuses who would keep more than 128 MiB waiting; one may wait, whatever it has', () => {
        const bytes = 100 * 1024 * 1024;
        const door = new Door({ transactions: 1, queue: 10 });
        door.enter('runs', { bytes });
        for (const txId of ['waits', 'is too much']) door.enter(txId, { bytes });
        door.enter('is small');
        expect([door.begun, door.refused, door.room.waiting]).toEqual([['runs'], ['is too much'], 2]);
        const [refusal] = door.refusals;
        expect([refusal?.reason, refusal?.text]).toEqual([
            'queue_full',
            expect.stringContaining('and 1 of 100 MiB wait already'),
        ]);
        door.leave('runs');
        door.leave('waits');
        door.enter('is next', { bytes: 2 * bytes });
        expect(door.refused).toHaveLength(1);
    });

    it('A2: refuses who finds places and queue full, with reason and remedy', () => {
        const door = new Door({ transactions: 1, queue: 1 });
        for (const txId of ['1', '2', '3']) door.enter(txId);
        expect(door.refused).toEqual(['3']);
        const [refusal] = door.refusals;
        expect(refusal?.reason).toBe('queue_full');
        expect(refusal?.text).toBe(
            'OVERLOADED: the chaincode server runs 1 transactions, as many as it may at the same time, and 1 wait already; ' +
                'try again later',
        );
        expect(refusal?.remedy).toContain('--max-transactions');
    });

    it('A2: refuses who has waited long enough, one after the other, and only those', async () => {
        const refused = new Map<string, (refusal: Refusal) => void>();
        const told = (txId: string): Promise<Refusal> => new Promise((resolve) => refused.set(txId, resolve));
        const door = new Door({ transactions: 1, queue: 2, queueMs: 20 });
        const second = told('2');
        const third = told('3');
        door.enter('1');
        for (const txId of ['2', '3']) door.enter(txId, { refuse: (refusal) => refused.get(txId)?.(refusal) });
        expect((await second).reason).toBe('queue_timeout');
        expect((await third).text).toContain('no place became free within 20 ms');
        expect([door.room.running, door.room.waiting]).toEqual([1, 0]);
        door.leave('1');
        expect(door.begun).toEqual(['1']);
    });

    it('A3: has nobody wait for the function of another one', () => {
        const door = new Door({ transactions: 3, functions: { 'Assets:audit': 1 }, queue: 10 });
        door.enter('audit 1', { of: 'Assets:audit' });
        door.enter('audit 2', { of: 'Assets:audit' });
        door.enter('read 1');
        door.enter('read 2');
        door.enter('read 3');
        expect(door.begun).toEqual(['audit 1', 'read 1', 'read 2']);
        door.leave('read 1');
        expect(door.begun.at(-1)).toBe('read 3');
        door.leave('audit 1');
        expect(door.begun.at(-1)).toBe('audit 2');
    });

    it('names the function whose own limit is reached', () => {
        const door = new Door({ functions: { 'Assets:audit': 1 }, queue: 0 });
        door.enter('1', { of: 'Assets:audit' });
        door.enter('2', { of: 'Assets:audit' });
        expect(door.refusals[0]?.text).toContain('runs 1 of Assets:audit');
        expect(door.refusals[0]?.remedy).toContain('--limit');
    });

    it('refuses two limits of one function, with its contract and without, and takes those of two', () => {
        const functions = { audit: 2, 'Assets:read': 1, 'Assets:audit': 20 };
        const { room } = new Door({ functions });
        const namesOf = (contract: string) => (given: string) => {
            return { contract: given.split(':').at(-2) ?? contract, name: given.split(':').at(-1) };
        };
        expect(() => room.placesBy(namesOf('Assets'))).toThrow(
            'limits.functions has "audit" and "Assets:audit", which both are Assets:audit: keep one of them',
        );
        const places = room.placesBy(namesOf('Tokens'));
        expect(Array.from(places, ([name, { most }]) => [name, most])).toEqual([
            ['Tokens:audit', 2],
            ['Assets:read', 1],
            ['Assets:audit', 20],
        ]);
    });

    it('A4: lets in a call whose caller runs here, and one whose message shows that it is a call', () => {
        const door = new Door({ transactions: 1, queue: 0 });
        door.enter('1');
        door.enter('1', { packageId: 'b:1' });
        door.enter('1', { channelId: 'other' });
        door.enter('2', { isNested: () => true });
        expect([door.begun, door.refused]).toEqual([['1', '1', '1', '2'], []]);
    });

    it('A4: takes the same transaction at two peers for two', () => {
        const door = new Door({ transactions: 1, queue: 0 });
        door.enter('1');
        door.enter('1', { peer: 'q' });
        door.enter('1', { peer: 'q', packageId: 'b:1' });
        expect([door.begun, door.refused]).toEqual([['1'], ['1', '1']]);
    });

    it('A5: takes nothing new while memory is short, but one where nothing runs', () => {
        const memory = new TestMemory();
        const door = new Door({ memory: 0.5, transactions: 3, queue: 3 }, memory);
        memory.short = true;
        door.enter('1');
        door.enter('2');
        expect([door.begun, door.refused, door.refusals[0]?.reason]).toEqual([['1'], ['2'], 'memory']);
        memory.short = false;
        door.enter('3');
        expect(door.begun).toEqual(['1', '3']);
    });

    it('A5: lets those who wait in one by one while memory is short', () => {
        const memory = new TestMemory();
        const door = new Door({ transactions: 2, queue: 3 }, memory);
        for (const txId of ['1', '2', '3', '4']) door.enter(txId);
        memory.short = true;
        door.leave('1');
        expect(door.begun).toEqual(['1', '2']);
        door.leave('2');
        expect(door.begun).toEqual(['1', '2', '3']);
        memory.short = false;
        door.enter('5');
        expect(door.begun).toEqual(['1', '2', '3', '4']);
    });

    it('forgets who withdraws, whether it runs, waits or is gone', () => {
        const door = new Door({ transactions: 1, queue: 2 });
        for (const txId of ['1', '2', '3']) door.enter(txId);
        door.leave('2');
        door.leave('2');
        door.leave('nobody');
        door.leave('1');
        expect([door.begun, door.room.running, door.room.waiting]).toEqual([['1', '3'], 1, 0]);
    });

    it('is not confused by who leaves within the call that lets it in, however many', () => {
        const door = new Door({ transactions: 1, queue: 100_000 });
        door.enter('first');
        const seen: number[] = [];
        for (let count = 0; count < 20_000; count++) {
            const txId = String(count);
            door.enter(txId, {
                begin: () => {
                    seen.push(count);
                    door.leave(txId);
                },
            });
        }
        door.leave('first');
        expect([seen.length, seen[0], seen.at(-1), door.room.running]).toEqual([20_000, 0, 19_999, 0]);
    });

    it('keeps its limits and its order, whatever comes and goes', () => {
        const step: fc.Arbitrary<Step> = fc.oneof(
            fc.record({ do: fc.constant('enter' as const), of: fc.constantFrom(undefined, 'f', 'g') }),
            fc.record({ do: fc.constant('leave' as const), which: fc.nat(30) }),
            fc.record({ do: fc.constant('memory' as const), short: fc.boolean() }),
        );
        const property = fc.property(
            fc.integer({ min: 1, max: 4 }),
            fc.nat(4),
            fc.array(step),
            (most, queue, steps) => {
                const crowd = new Crowd(most, queue);
                for (const [index, what] of steps.entries()) {
                    crowd.take(String(index), what);
                    expect(crowd.excess(most, queue)).toEqual([]);
                }
                crowd.disperse();
                expect([new Set(crowd.told).size, crowd.forgotten, crowd.left]).toEqual([crowd.told.length, [], 0]);
                for (const kind of [undefined, 'f', 'g']) {
                    const order = crowd.orderOf(kind);
                    expect(order).toEqual([...order].sort((a, b) => a - b));
                }
            },
        );
        fc.assert(property);
    });
});

type Step =
    | { readonly do: 'enter'; readonly of: string | undefined }
    | { readonly do: 'leave'; readonly which: number }
    | { readonly do: 'memory'; readonly short: boolean };

/** Those who come and go by chance, and what must hold of them. */
class Crowd {
    readonly #memory = new TestMemory();
    readonly #door: Door;
    readonly #kinds = new Map<string, string | undefined>();
    readonly #gone = new Set<string>();

    constructor(most: number, queue: number) {
        this.#door = new Door({ transactions: most, functions: { f: 1, g: 2 }, queue }, this.#memory);
    }

    take(txId: string, what: Step): void {
        if (what.do === 'memory') this.#memory.short = what.short;
        else if (what.do === 'leave') this.#leave(String(what.which));
        else {
            this.#kinds.set(txId, what.of);
            this.#door.enter(txId, what.of === undefined ? {} : { of: what.of });
        }
    }

    /** What is more than it may be. */
    excess(most: number, queue: number): string[] {
        const running = this.#door.begun.filter((txId) => !this.#gone.has(txId));
        const countOf = (name: string): number => running.filter((txId) => this.#kinds.get(txId) === name).length;
        const { room } = this.#door;
        const kept = {
            'all running': running.length <= most && room.running === running.length,
            f: countOf('f') <= 1,
            g: countOf('g') <= 2,
            waiting: room.waiting <= queue,
        };
        return Object.entries(kept).flatMap(([what, isKept]) => (isKept ? [] : [what]));
    }

    /** All leave, and those who waited come in. */
    disperse(): void {
        this.#memory.short = false;
        while (this.#door.room.running > 0) for (const txId of [...this.#door.begun]) this.#leave(txId);
    }

    get told(): readonly string[] {
        return [...this.#door.begun, ...this.#door.refused];
    }

    /** Who was told nothing, and did not withdraw. */
    get forgotten(): string[] {
        const told = new Set(this.told);
        return [...this.#kinds.keys()].filter((txId) => !this.#gone.has(txId) && !told.has(txId));
    }

    get left(): number {
        return this.#door.room.running + this.#door.room.waiting;
    }

    /** In which order those of a kind began. */
    orderOf(kind: string | undefined): number[] {
        return this.#door.begun.filter((txId) => this.#kinds.get(txId) === kind).map(Number);
    }

    #leave(txId: string): void {
        if (!this.#kinds.has(txId)) return;
        this.#gone.add(txId);
        this.#door.leave(txId);
    }
}

describe('limits', () => {
    it('have a queue and a time by default, and are none where nothing is limited', () => {
        expect(limits({ transactions: 100 })).toMatchObject({ queue: 200, queueMs: 5_000, memory: undefined });
        expect([resolveLimits(undefined), resolveLimits({})]).toEqual([undefined, undefined]);
    });

    it.each<[LimitOptions, string]>([
        [{ transactions: 0 }, 'limits.transactions is 0: set it to a whole number from 1 to 1000000'],
        [{ transactions: 1, queue: -1 }, 'limits.queue is -1'],
        [{ transactions: 1, queueMs: 0 }, 'limits.queueMs is 0'],
        [{ functions: { 'A:b': 1.5 } }, 'limits.functions["A:b"] is 1.5'],
        [{ memory: 80 }, 'limits.memory is 80: set it to a share'],
        [{ queue: 5 }, 'nothing is limited: set limits.transactions'],
        [{ transaction: 5 } as LimitOptions, 'there is no option limits.transaction'],
    ])('refuse %j', (options, message) => {
        expect(() => resolveLimits(options)).toThrow(message);
    });
});

describe('the guard of memory', () => {
    it('reads what heap and buffers have, and keeps a reading for a moment', () => {
        let now = 0;
        const full = new MemoryGuard(0.000_001, () => now);
        expect(full.isShort).toBe(true);
        expect(full.describe()).toMatch(
            /^\d+ % of what the heap may grow to are in use, more than the 0 % of the limit$/,
        );
        now = 5;
        expect([full.isShort, new MemoryGuard(0.95, () => now).isShort]).toEqual([true, false]);
    });
});
