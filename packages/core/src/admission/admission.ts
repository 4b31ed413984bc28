import { ChaincodeError } from '../errors';
import { fullNameOf, type NameOf } from '../transaction-name';
import type { Entrant, FunctionPlaces, Refusal } from './entrant';
import type { ResolvedLimits } from './limit-options';
import { MemoryGuard } from './memory-guard';
import { refusals } from './refusals';
import { TransactionIds } from './transaction-ids';
import { type Waiting, WaitingLine } from './waiting-line';

/** What the messages of those that wait may have together, in bytes: a message may have 100 MiB. One may always wait. */
const MOST_BYTES_WAITING = 128 * 1024 * 1024;

/**
 * The room in which the transactions of a process run, with so many places, and its one door.
 *
 * Who is refused gets an ERROR and no COMPLETED. A peer makes of an ERROR a proposal response of status 500 without a
 * payload (fabric, core/chaincode/chaincode_support.go, processChaincodeExecutionResult), which the gateway takes for a
 * failure of the peer: for an evaluation it asks the next peer, and so it does for the first endorsement and for others of
 * the same organization. A COMPLETED with status 500 has a payload, counts as the answer of the chaincode, and ends an
 * evaluation (internal/pkg/gateway, responseStatus). `heddle router` begins the transaction anew on another server.
 *
 * Owns: who runs and who waits. Does not own: the streams, nor what transactions do.
 *
 * A1: there are never more than `transactions` at once, nor more of a function than its limit, besides nested calls.
 * A2: each entrant is told once, to begin or that it is refused, unless it withdraws before.
 * A3: who waits is let in in the order of arrival, but nobody waits for the function of another one.
 * A4: a nested call is let in at once, whatever is full: its caller holds a place and would wait for itself.
 * A5: where nothing runs, one is let in, also where memory is short: garbage goes away only where something is done.
 */
export class Admission {
    readonly #limits: ResolvedLimits;
    readonly #memory: MemoryGuard | undefined;
    readonly #functions: ReadonlyMap<string, FunctionPlaces>;
    readonly #running = new TransactionIds();
    readonly #waiting: WaitingLine;
    #isFilling = false;

    constructor(limits: ResolvedLimits, memory?: MemoryGuard) {
        this.#limits = limits;
        this.#memory = memory ?? (limits.memory === undefined ? undefined : new MemoryGuard(limits.memory));
        this.#functions = new Map(
            Array.from(limits.functions, ([name, most]): [string, FunctionPlaces] => [
                name,
                { name, most, running: 0 },
            ]),
        );
        this.#waiting = new WaitingLine(limits.queueMs, (entrant) => {
            entrant.refuse(this.#refusal(this.#isShort ? 'memory' : 'queue_timeout', entrant));
        });
    }

    /** How many run. */
    get running(): number {
        return this.#running.size;
    }

    /** How many wait. */
    get waiting(): number {
        return this.#waiting.size;
    }

    /**
     * The functions of a chaincode that have a limit, by the full names that it has for them.
     * @throws ChaincodeError INVALID_OPTIONS if one has two limits, by its name with the contract and without
     */
    placesBy(nameOf: NameOf): ReadonlyMap<string, FunctionPlaces> {
        const byName = new Map<string, FunctionPlaces>();
        for (const places of this.#functions.values()) {
            const fullName = fullNameOf(nameOf(places.name)) ?? places.name;
            const other = byName.get(fullName);
            if (other !== undefined) throw hasTwoLimits([other.name, places.name], fullName);
            byName.set(fullName, places);
        }
        return byName;
    }

    /** Lets a transaction in, now or later, or refuses it. */
    enter(entrant: Entrant): void {
        this.#fill();
        const isShort = this.#isShort;
        if ((!isShort && this.#hasPlace(entrant.places)) || this.#isNested(entrant)) this.#begin(entrant, 0);
        else if (isShort) entrant.refuse(this.#refusal('memory', entrant));
        else if (this.#mayWait(entrant)) this.#waiting.add(entrant);
        else entrant.refuse(this.#refusal('queue_full', entrant));
    }

    /** One that runs is over, and one that waits does not wait any more. Idempotent. */
    leave(entrant: Entrant): void {
        if (this.#waiting.delete(entrant)) return;
        if (!this.#running.delete(entrant)) return;
        if (entrant.places !== undefined) entrant.places.running--;
        this.#fill();
    }

    #mayWait({ bytes }: Entrant): boolean {
        if (this.waiting >= this.#limits.queue) return false;
        return this.waiting === 0 || this.#waiting.bytes + bytes <= MOST_BYTES_WAITING;
    }

    get #isShort(): boolean {
        return this.running > 0 && this.#memory?.isShort === true;
    }

    #hasPlace(places: FunctionPlaces | undefined): boolean {
        if (this.running >= this.#limits.transactions) return false;
        return places === undefined || places.running < places.most;
    }

    #isNested(entrant: Entrant): boolean {
        return this.#running.isCalledFrom(entrant) || entrant.isNested();
    }

    /** Lets in who waits, as far as there are places. Who is let in may leave within the same call. */
    #fill(): void {
        if (this.#isFilling || this.waiting === 0) return;
        this.#isFilling = true;
        for (let next = this.#next(); next !== undefined; next = this.#next()) {
            this.#waiting.delete(next.entrant);
            this.#begin(next.entrant, performance.now() - next.since);
        }
        this.#isFilling = false;
    }

    #next(): Waiting | undefined {
        if (this.running >= this.#limits.transactions || this.#isShort) return undefined;
        return this.#waiting.first((places) => this.#hasPlace(places));
    }

    #begin(entrant: Entrant, waitedMs: number): void {
        this.#running.add(entrant);
        if (entrant.places !== undefined) entrant.places.running++;
        entrant.begin(waitedMs);
    }

    #refusal(reason: 'queue_full' | 'queue_timeout' | 'memory', { places }: Entrant): Refusal {
        const { waiting, running } = this;
        const waitingBytes = this.#waiting.bytes;
        const memory = this.#memory?.describe() ?? '';
        return refusals[reason]({ ...this.#limits, places, running, waiting, waitingBytes, memory });
    }
}

function hasTwoLimits(names: readonly string[], fullName: string): ChaincodeError {
    const both = names.map((name) => JSON.stringify(name)).join(' and ');
    return new ChaincodeError(
        'INVALID_OPTIONS',
        `limits.functions has ${both}, which both are ${fullName}: keep one of them`,
    );
}
