import { EventEmitter } from 'node:events';
import type { ObservedBlock, ObservedProposal, ObservedTransient, PeerObserver } from '@heddle/local-peer';
import type { ChaincodeState, Coverage, Finding, RunMark } from '@heddle/studio';
import { METADATA_FUNCTION } from '../../calling/metadata-function';
import { KeptValues } from '../view/kept-value';
import type { Recorded } from '../view/summary';
import { Findings } from './findings';
import { keptProposal } from './kept-proposal';
import { sizeOf } from './kept-size';

/** Of proposals; the oldest go. */
const MOST_KEPT = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MARKS = 100;

interface RecorderEvents {
    readonly proposal: [Recorded];
    readonly block: [ObservedBlock];
    readonly chaincode: [];
    readonly coverage: [];
    readonly reverted: [];
}

/**
 * Keeps what the peer has run, whether or not somebody looks at it, so that a page which is opened later shows what was.
 * In memory only, and bounded.
 */
export class Recorder extends EventEmitter<RecorderEvents> implements PeerObserver {
    readonly #kept = new Map<string, Recorded>();
    readonly #sizes = new Map<string, number>();
    /** Transactions that the page tries. By their ids: to follow calls through the process would cost all others. */
    readonly #tried = new Set<string>();
    readonly #chaincodes = new Map<string, ChaincodeState>();
    readonly #findings = new Findings();
    readonly #marks: RunMark[] = [];
    #sent: ObservedTransient | undefined;
    /** Told of the values of transient data, if they are to be kept: never on disk, and as long as their proposals. */
    readonly transient?: (transient: ObservedTransient) => void;
    #bytes = 0;
    #seq = 0;
    #coverage: Coverage | undefined;
    #revertedTo: bigint | undefined;
    #reverts = 0;

    constructor({ keepsTransient = false }: { readonly keepsTransient?: boolean } = {}) {
        super();
        if (keepsTransient)
            this.transient = (transient) => {
                this.#sent = transient;
            };
    }

    /** Runs something that endorses a transaction to see what it would do: it is marked so. */
    async asTried<T>(txId: string, run: () => Promise<T>): Promise<T> {
        this.#tried.add(txId);
        try {
            return await run();
        } finally {
            this.#tried.delete(txId);
        }
    }

    get seq(): number {
        return this.#seq;
    }

    /** How often the ledger went back. */
    get reverts(): number {
        return this.#reverts;
    }

    /** How high the ledger was after it went back last. */
    get revertedTo(): bigint | undefined {
        return this.#revertedTo;
    }

    /** Transactions that are not deterministic, the newest first. */
    get findings(): readonly Finding[] {
        return this.#findings.all;
    }

    /** When other code came to run, the oldest first. */
    get marks(): readonly RunMark[] {
        return this.#marks;
    }

    get chaincodes(): readonly ChaincodeState[] {
        return [...this.#chaincodes.values()];
    }

    find(id: string): Recorded | undefined {
        return this.#kept.get(id);
    }

    /** The newest first, from the one before `before` on. */
    *newest(before = Number.MAX_SAFE_INTEGER): Generator<Recorded> {
        for (const one of [...this.#kept.values()].reverse()) if (one.seq < before) yield one;
    }

    /** Those after a number, the oldest first; undefined where some of them are no longer kept. */
    after(seq: number): Recorded[] | undefined {
        const found = [...this.#kept.values()].filter((one) => one.seq > seq);
        return seq >= this.#seq - found.length ? found : undefined;
    }

    proposal(proposal: ObservedProposal): void {
        // What the page asks for itself is nobody's business.
        if (proposal.args[0]?.toString() === METADATA_FUNCTION) return;
        const recorded: Recorded = {
            seq: ++this.#seq,
            at: proposal.begin,
            proposal: keptProposal(proposal),
            isTried: this.#tried.has(proposal.txId),
            build: this.#chaincodes.get(proposal.chaincode)?.build ?? 0,
            ...(this.#sent?.txId === proposal.txId && { transient: keptTransient(this.#sent) }),
        };
        this.#findings.add(recorded);
        this.#keep(recorded);
        this.emit('proposal', recorded);
    }

    block(block: ObservedBlock): void {
        const { transactions, number, time, milliseconds } = block;
        const { validation: validate, write } = milliseconds;
        for (const { txId, txNumber, status, waited, policies } of transactions) {
            const known = this.#kept.get(txId);
            if (known === undefined || known.commit !== undefined) continue;
            const told = { order: waited, validate, write, policies };
            const commit = { block: Number(number), txNumber, of: transactions.length, code: status, time, told };
            this.#put({ ...known, isTried: false, commit });
        }
        this.#forget();
        this.emit('block', block);
    }

    /** The ledger went back: what was committed after it never was. */
    reverted({ height }: { readonly height: bigint }): void {
        for (const [id, { commit }] of this.#kept) if (commit !== undefined && commit.block >= height) this.#drop(id);
        this.#revertedTo = height;
        this.#reverts++;
        this.emit('reverted');
        this.emit('chaincode');
    }

    /** A transaction of which nobody has seen more than its block. */
    committed(transaction: Omit<Recorded, 'seq'>): void {
        const proposal = keptProposal(transaction.proposal);
        const recorded = { ...transaction, proposal, seq: ++this.#seq };
        this.#keep(recorded);
        this.emit('proposal', recorded);
    }

    /** Which blocks were read, of a network that is not this process's own. */
    get coverage(): Coverage | undefined {
        return this.#coverage;
    }

    set coverage(coverage: Coverage | undefined) {
        this.#coverage = coverage;
        this.emit('coverage');
    }

    /** Says how a chaincode is. */
    chaincode(state: ChaincodeState): void {
        this.#mark(state);
        this.#chaincodes.set(state.name, state);
        this.emit('chaincode');
    }

    /** The first start separates nothing. */
    #mark({ name, state, since, files }: ChaincodeState): void {
        const isFirst = (this.#chaincodes.get(name)?.build ?? 0) === 0;
        if (isFirst || (state !== 'running' && state !== 'ended')) return;
        const kind = state === 'running' ? 'runs' : 'ended';
        this.#marks.push({ seq: this.#seq, at: since, chaincode: name, kind, files });
        if (this.#marks.length > MOST_MARKS) this.#marks.shift();
    }

    #keep(recorded: Recorded): void {
        const { txId } = recorded.proposal;
        // A proposal that is sent again takes the place of the first one, as the newest.
        this.#drop(txId);
        this.#put(recorded);
        this.#forget();
    }

    /** In the place of what it has, if there is one. */
    #put(recorded: Recorded): void {
        const { txId } = recorded.proposal;
        const size = sizeOf(recorded);
        this.#bytes += size - (this.#sizes.get(txId) ?? 0);
        this.#kept.set(txId, recorded);
        this.#sizes.set(txId, size);
    }

    #forget(): void {
        for (const id of this.#kept.keys()) {
            if (this.#kept.size <= MOST_KEPT && this.#bytes <= MOST_BYTES) return;
            this.#drop(id);
        }
    }

    #drop(id: string): void {
        this.#bytes -= this.#sizes.get(id) ?? 0;
        this.#sizes.delete(id);
        this.#kept.delete(id);
    }
}

function keptTransient({ values }: ObservedTransient): ReadonlyMap<string, Uint8Array> {
    const kept = new KeptValues([...values.values()]);
    return new Map(Array.from(values, ([name, value]) => [name, kept.keep(value)]));
}
