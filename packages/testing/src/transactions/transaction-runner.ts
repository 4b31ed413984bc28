import { createHash, randomBytes } from 'node:crypto';
import type { ServedTransaction } from '@heddle/contract';
import {
    type CommitStatus,
    type EndorsedTransaction,
    type LedgerMark,
    type LocalPeer,
    LocalPeerError,
    type SigningIdentity,
    type TransactionRequest,
    type TransactionResult,
} from '@heddle/local-peer';
import { describeDifferences, differencesOf, passMillisecond } from '@heddle/local-peer/internal';
import type { NetworkChaincode } from '../chaincode/network-chaincode';
import type { Observed } from '../chaincode/observed-results';
import { keepRun, type RunWatching, SubmittedRun, type SubmittedRuns } from '../chaincode/submitted-runs';
import type { CostRecorder } from '../cost/cost-recorder';
import { invalidityOf, isRefused, refusalOf, unendorsed } from '../errors/refusal';
import { TransactionError } from '../errors/transaction-error';
import type { PeerHints } from '../peer/peer-hints';
import type { Simulation } from '../peer/simulation';
import type { TestClock } from '../peer/test-clock';
import { installTraps } from '../traps/install';
import { describeHit, describeTrapped, type TrapHit } from '../traps/trap-hits';
import type { ResolvedTraps } from '../traps/trap-options';
import { decodeAsReturned } from './decode-result';
import { LedgerTurns } from './ledger-turns';
import { type CommittedTestEvent, createTestTransaction, eventsOf, type TestTransaction } from './test-transaction';

/** Whether each submitted transaction is run twice and compared. */
export type Determinism = 'check' | 'sample' | 'off';

/** A transaction to run. */
export interface TransactionCall {
    readonly chaincode: NetworkChaincode;
    /** Undefined where the chaincode is called without its contracts: the result is bytes then. */
    readonly called: ServedTransaction | undefined;
    readonly isTyped: boolean;
    /** For messages. */
    readonly transaction: string;
    readonly identity: SigningIdentity;
    /** As its caller gave them. */
    readonly args: readonly unknown[];
    /** The contract's name; undefined where it is called without. */
    readonly contract: string | undefined;
    readonly request: TransactionRequest;
}

/** What came of a submitted transaction's runs. */
type Simulated =
    | { readonly endorsed: EndorsedTransaction; readonly observed: Observed | undefined }
    | { readonly endorsed: undefined; readonly failure: TransactionError };

/** A transaction that has been run on this machine, and what came of it. */
interface Ran {
    readonly run: SubmittedRun;
    readonly simulated: Simulated;
}

export interface TransactionRunnerOptions {
    readonly peer: LocalPeer;
    readonly clock: TestClock;
    readonly runs: SubmittedRuns;
    readonly watching: RunWatching;
    readonly traps: ResolvedTraps;
    readonly hints: PeerHints;
    readonly determinism: Determinism;
    readonly simulation?: Simulation | undefined;
    /** Told of each call, before it begins. */
    readonly called?: (() => void) | undefined;
    readonly costs?: CostRecorder | undefined;
    readonly chaincodes: Iterable<NetworkChaincode>;
    /** Looks at what is committed. @param changed the keys that the block has written */
    readonly afterBlock: (changed: ReadonlySet<string>) => Promise<void>;
    /** Whether a transaction may run at the peers of other organizations, too. */
    readonly hasSeveralPeers: boolean;
}

/** A state of a test network to come back to. */
export interface NetworkMark {
    readonly ledger: LedgerMark;
    readonly time: Date;
    /** How many there were. */
    readonly events: number;
    readonly transactions: number;
}

const NONCE_BYTES = 24;
/** Of so many sampled transactions one is run twice. */
const SAMPLED = 8;

/** Runs transactions on the network's peer, compares their runs, and commits them. */
export class TransactionRunner {
    readonly events: CommittedTestEvent[] = [];
    readonly transactions: TestTransaction[] = [];
    readonly #options: TransactionRunnerOptions;
    readonly #turns = new LedgerTurns();

    constructor(options: TransactionRunnerOptions) {
        this.#options = options;
    }

    /** @throws TransactionError where it is refused */
    async evaluate(call: TransactionCall): Promise<unknown> {
        this.#tell(call, 'evaluate');
        const result = await this.#options.peer.evaluate(this.#request(call));
        const observed = this.#observed(call, result.txId);
        const hints = this.#options.hints.take(result.txId);
        if (isRefused(result)) throw refusalOf(call.transaction, result, { thrown: thrownOf(observed), hints });
        return resultOf(call, result.payload, observed);
    }

    /** @throws TransactionError where it is refused, or where two runs differ */
    async endorse(call: TransactionCall): Promise<TestTransaction> {
        this.#tell(call, 'endorse');
        const { simulated, run } = await this.#turns.simulate(() => this.#simulate(call));
        if (simulated.endorsed === undefined) throw simulated.failure;
        const { endorsed, observed } = simulated;
        const hints = [...this.#options.hints.take(endorsed.txId), ...run.hintsOn(endorsed.message)];
        if (isRefused(endorsed)) throw refusalOf(call.transaction, endorsed, { thrown: thrownOf(observed), hints });
        const transaction = createTestTransaction({
            name: call.transaction,
            endorsed,
            result: resultOf(call, endorsed.payload, observed),
            commit: (one) => this.#commitValid(one),
        });
        keepRun(transaction, run);
        this.transactions.push(transaction);
        return transaction;
    }

    /** Commits transactions in one block, in this order, and tells what became of each. */
    async commit(transactions: readonly TestTransaction[]): Promise<CommitStatus[]> {
        const statuses = await this.#turns.commit(() =>
            this.#options.peer.commit(...transactions.map(({ endorsed }) => endorsed)),
        );
        for (const [index, { endorsed }] of transactions.entries()) this.#keepEvent(endorsed, statuses[index]);
        await this.#options.afterBlock(changedKeys(transactions, statuses));
        return statuses;
    }

    /** Marks the ledger, and what is remembered of it, between two transactions. */
    mark(): Promise<NetworkMark> {
        return this.#turns.commit(async () => ({
            ledger: await this.#options.peer.mark(),
            time: this.#options.clock.now(),
            events: this.events.length,
            transactions: this.transactions.length,
        }));
    }

    /** Goes back to a mark, when the transactions that were begun before are done. @throws LocalPeerError MARK_GONE */
    revert(mark: NetworkMark): Promise<void> {
        return this.#turns.commit(async () => {
            await this.#options.peer.revert(mark.ledger);
            this.#options.clock.turnBack(mark.time);
            this.events.length = mark.events;
            this.transactions.length = mark.transactions;
        });
    }

    async #commitValid(transaction: TestTransaction): Promise<void> {
        const [status] = await this.commit([transaction]);
        if (status !== undefined && status.status !== 'VALID') throw invalidityOf(transaction.name, status);
    }

    #keepEvent({ event }: EndorsedTransaction, status: CommitStatus | undefined): void {
        if (status?.status !== 'VALID') return;
        const { txId, blockNumber } = status;
        this.events.push(...eventsOf(event).map((one) => ({ ...one, txId, blockNumber })));
    }

    /** Runs it once, or twice as the same transaction. */
    async #simulate(call: TransactionCall): Promise<Ran> {
        const { runs, watching } = this.#options;
        // What a test has put into the place of a clock or of a timer since is trapped as well.
        if (watching.hits !== undefined || watching.isPerturbed) installTraps();
        const request = this.#request(call);
        const run = new SubmittedRun(call.transaction, watching);
        return await runs.watch(request.txId, run, async () => {
            const simulated = await this.#endorse(call, request);
            if (this.#runsTwice(request.txId)) await this.#compare(call, request, { run, simulated });
            const endorsed = simulated.endorsed;
            if (endorsed !== undefined && !isRefused(endorsed)) run.checkResult(endorsed.payload);
            this.#refuseTrapped(call, request.txId, run.hits);
            return { simulated, run };
        });
    }

    #runsTwice(txId: string): boolean {
        const { determinism } = this.#options;
        if (determinism !== 'sample') return determinism === 'check';
        return Number.parseInt(txId.slice(0, 2), 16) % SAMPLED === 0;
    }

    #tell(
        { identity, chaincode, contract, transaction: name, args }: TransactionCall,
        purpose: 'endorse' | 'evaluate',
    ): void {
        this.#options.called?.();
        this.#options.simulation?.called({ identity, chaincode: chaincode.name, contract, name, args, purpose });
    }

    /** Runs a transaction once more, as on another machine. @throws TransactionError NOT_DETERMINISTIC */
    async #compare(
        call: TransactionCall,
        request: TransactionRequest & { readonly txId: string },
        ran: Ran,
    ): Promise<void> {
        const { peer, hasSeveralPeers } = this.#options;
        const { run, simulated } = ran;
        const { endorsed } = simulated;
        // What failed may have failed at another organization's peer only, which has other private data.
        const isDecisive = endorsed !== undefined && (!isRefused(endorsed) || !hasSeveralPeers);
        const first = isDecisive ? endorsed : await peer.evaluate(request);
        passMillisecond();
        run.isSecond = true;
        const second = await peer.evaluate(request);
        for (const one of this.#options.chaincodes) one.observed.forget(request.txId);
        // Of two refusals nothing is endorsed, so that nobody has to agree on them.
        if (isRefused(first) && isRefused(second)) return;
        assertAlike(call.transaction, [first, second], run);
    }

    #refuseTrapped({ transaction }: TransactionCall, txId: string, hits: readonly TrapHit[]): void {
        const failing = hits.filter(({ kind }) => this.#options.traps.fails(kind));
        if (failing.length === 0) return;
        throw new TransactionError({
            code: 'TRAPPED',
            message: describeTrapped(transaction, failing),
            details: failing,
            transaction,
            txId,
        });
    }

    async #endorse(call: TransactionCall, request: TransactionRequest & { readonly txId: string }): Promise<Simulated> {
        const { peer, costs } = this.#options;
        costs?.begin(request.txId);
        try {
            const endorsed = await peer.endorse(request);
            const { transaction, args } = call;
            costs?.end(request.txId, isRefused(endorsed) ? undefined : { transaction, args, endorsed });
            return { endorsed, observed: this.#observed(call, request.txId) };
        } catch (error) {
            costs?.end(request.txId, undefined);
            if (!LocalPeerError.is(error) || error.code !== 'NOT_ENDORSED') throw error;
            return { endorsed: undefined, failure: unendorsed(call.transaction, request.txId, error) };
        }
    }

    #request({ request, identity }: TransactionCall): TransactionRequest & { readonly txId: string } {
        const nonce = this.#options.simulation?.nonce() ?? randomBytes(NONCE_BYTES);
        // As every client makes it (fabric, protoutil, ComputeTxID).
        const txId = createHash('sha256').update(nonce).update(identity.creator).digest('hex');
        return { ...request, identity, nonce, time: this.#options.clock.now(), txId };
    }

    /** What the chaincode that was called returned or threw; nothing is kept of it, nor of those that it called. */
    #observed({ chaincode }: TransactionCall, txId: string): Observed | undefined {
        const observed = chaincode.observed.of(txId);
        for (const one of this.#options.chaincodes) one.observed.forget(txId);
        return observed;
    }
}

/** The keys that valid transactions have written, private ones too. */
function changedKeys(transactions: readonly TestTransaction[], statuses: readonly CommitStatus[]): ReadonlySet<string> {
    const valid = transactions.filter((_, index) => statuses[index]?.status === 'VALID');
    const sets = valid.flatMap(({ endorsed }) => [...endorsed.readWriteSet, ...endorsed.privateWrites]);
    return new Set(sets.flatMap(({ writes }) => writes.map(({ key }) => key)));
}

function thrownOf(observed: Observed | undefined): unknown {
    return observed !== undefined && 'thrown' in observed ? observed.thrown : undefined;
}

function resultOf({ called, isTyped }: TransactionCall, payload: Buffer, observed: Observed | undefined): unknown {
    if (!isTyped) return payload;
    if (called?.readResult !== undefined) return called.readResult(payload);
    return decodeAsReturned(payload, observed !== undefined && 'returned' in observed ? observed.returned : undefined);
}

function assertAlike(
    transaction: string,
    [first, second]: readonly [TransactionResult, TransactionResult],
    run: SubmittedRun,
): void {
    const differences = differencesOf(first, second);
    if (differences.length === 0) return;
    throw new TransactionError({
        code: 'NOT_DETERMINISTIC',
        message: describeDifferences(transaction, differences, {
            secondRun: run.otherMachine,
            places: run.places,
            reads: run.hits.filter(({ kind }) => kind !== 'private').map(describeHit),
            orders: run.otherMachine === undefined ? [] : run.orders,
        }),
        details: differences,
        transaction,
        txId: first.txId,
    });
}
