import type { PlayedCall, PlayObserver } from './play';
import type { CallStep } from './steps';

/** What came of the calls of one transaction. */
export interface TransactionOutcomes {
    readonly transaction: string;
    readonly called: number;
    readonly succeeded: number;
    /** Refusals by code; what its validators were meant to refuse is counted apart. */
    readonly refused: Readonly<Record<string, number>>;
    /** Calls with an argument that had to be refused. */
    readonly invalidArguments: number;
    /** Committed ones by status, VALID included. */
    readonly committed: Readonly<Record<string, number>>;
}

interface Counts {
    called: number;
    succeeded: number;
    invalidArguments: number;
    readonly refused: Map<string, number>;
    readonly committed: Map<string, number>;
    readonly clients: Set<string>;
}

/** Counts what comes of all calls, of all runs. */
export class RunStatistics implements PlayObserver {
    calls = 0;
    readonly #byTransaction = new Map<string, Counts>();
    readonly #signatures = new Set<string>();
    #isNews = false;

    constructor(transactions: readonly string[]) {
        for (const name of transactions) this.#of(name);
    }

    /** A run begins. */
    begin(): void {
        this.#isNews = false;
    }

    /** Whether the run under way has come to something that no run before it has. */
    get isNews(): boolean {
        return this.#isNews;
    }

    called({ step, code, transaction }: PlayedCall): void {
        const counts = this.#of(step.transaction);
        this.calls += 1;
        counts.called += 1;
        this.#note(`${step.transaction} ${code} ${shapeOf(transaction)}`);
        if (code === 'OK') {
            counts.succeeded += 1;
            counts.clients.add(step.by);
        } else if (step.isInvalid === true) counts.invalidArguments += 1;
        else add(counts.refused, code);
    }

    committed(step: CallStep, status: string): void {
        add(this.#of(step.transaction).committed, status);
        this.#note(`${step.transaction} ${status}`);
    }

    succeeded(transaction: string): number {
        return this.#of(transaction).succeeded;
    }

    /** The clients with whom it went well. */
    clientsOf(transaction: string): readonly string[] {
        return [...this.#of(transaction).clients];
    }

    get outcomes(): TransactionOutcomes[] {
        return Array.from(this.#byTransaction, ([transaction, counts]) => ({
            transaction,
            called: counts.called,
            succeeded: counts.succeeded,
            invalidArguments: counts.invalidArguments,
            refused: Object.fromEntries(counts.refused),
            committed: Object.fromEntries(counts.committed),
        }));
    }

    #note(signature: string): void {
        if (this.#signatures.has(signature)) return;
        this.#signatures.add(signature);
        this.#isNews = true;
    }

    #of(transaction: string): Counts {
        const known = this.#byTransaction.get(transaction);
        if (known !== undefined) return known;
        const made: Counts = {
            called: 0,
            succeeded: 0,
            invalidArguments: 0,
            refused: new Map(),
            committed: new Map(),
            clients: new Set(),
        };
        this.#byTransaction.set(transaction, made);
        return made;
    }
}

function add(counts: Map<string, number>, name: string): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** How much it read and wrote: two ways through a transaction mostly differ in it. */
function shapeOf(transaction: PlayedCall['transaction']): string {
    const sets = transaction?.readWriteSet ?? [];
    return sets.map(({ reads, writes, ranges }) => `${reads.length}r${writes.length}w${ranges.length}q`).join(' ');
}
