import type { MessageStream } from '@heddle/protocol';
import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { guardedLogger, type PeerLogger } from '../logger';
import type { RecordedBlock, RecordedTransaction } from '../recorded/recorded-block';
import type { StateDatabase } from '../simulate/state-database';
import { type CallVerdict, compareCall } from './compare-call';
import { findHeight, newestVersion } from './height-search';
import { RecordedLedger } from './recorded-ledger';
import type { RunResult } from './replay-run';
import { type CallTransaction, type ReplayedChaincode, ReplayRunner } from './replay-runner';

export interface BlockReplayOptions {
    /** Opens a stream to a server of a chaincode; undefined where there is no code for it. */
    connect(chaincode: ReplayedChaincode): MessageStream | undefined;
    /** Which transactions are to be run. Default: all. */
    readonly isWanted?: ((transaction: CallTransaction) => boolean) | undefined;
    /** Whether what was read has to be the same, too: where the code is. */
    readonly comparesReads: (transaction: CallTransaction) => boolean;
    /** The organization at whose peer all is run. Default: that of the first endorser of each transaction. */
    readonly mspId?: string | undefined;
    /** After how many milliseconds a transaction fails, at most 24 days. Default: 30,000, as on peers. */
    readonly executeTimeoutMs?: number | undefined;
    readonly logger: PeerLogger;
}

/** A transaction of the blocks, and how it came out. */
export interface ReplayedCall {
    readonly transaction: CallTransaction;
    readonly verdict: CallVerdict;
    /** The last block that it saw; undefined where that was not found. */
    readonly block: bigint | undefined;
    /** How often it was run. */
    readonly runs: number;
}

/** A transaction that is not run, and what it is instead: `CONFIG` for one. */
export interface PassedOver {
    readonly transaction: RecordedTransaction;
    readonly why: string;
}

export type ReplayStep = ReplayedCall | PassedOver;

const EXECUTE_TIMEOUT_MS = 30_000;
/** How many transactions are under way: each knows its state, so that nobody has to wait for another one. */
const UNDER_WAY = 16;
/** How many heights are tried where no read says which it was. */
const MOST_HEIGHTS = 64;
/** What a peer has found only after it looked at what the simulation had read. */
const SIMULATED: ReadonlySet<string> = new Set(['VALID', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);
/** The chaincodes of peers: their effects are taken over. */
const OF_PEERS: ReadonlySet<string> = new Set(['_lifecycle', 'lscc', 'qscc', 'cscc']);

/** Tells those that were run from those that were passed over. */
export function isReplayed(step: ReplayStep): step is ReplayedCall {
    return 'verdict' in step;
}

/**
 * Runs each transaction of a channel's blocks on the state that it saw, and compares what comes of it with what is in
 * its block. In the order of the blocks.
 * @throws what the blocks throw
 */
export async function* replayBlocks(
    blocks: AsyncIterable<RecordedBlock>,
    options: BlockReplayOptions,
): AsyncGenerator<ReplayStep> {
    const replay = new BlockReplay(options);
    try {
        for await (const block of blocks) yield* replay.add(block);
        yield* replay.rest();
    } finally {
        await replay.close();
    }
}

interface Attempt {
    readonly verdict: CallVerdict;
    readonly run: RunResult;
}

class BlockReplay {
    readonly #options: BlockReplayOptions;
    readonly #ledger = new RecordedLedger();
    readonly #runner: ReplayRunner;
    /** In the order of the blocks. */
    readonly #underWay: Promise<ReplayStep>[] = [];
    /** Blocks do not say it. */
    #stateDatabase: StateDatabase = 'leveldb';

    constructor(options: BlockReplayOptions) {
        const { executeTimeoutMs = EXECUTE_TIMEOUT_MS, mspId, logger } = options;
        this.#options = options;
        this.#runner = new ReplayRunner({
            ledger: this.#ledger,
            connect: (chaincode) => options.connect(chaincode),
            mspId,
            executeTimeoutMs: Math.min(executeTimeoutMs, LONGEST_TIMER_MS),
            logger: guardedLogger(logger),
        });
    }

    /** Begins to run what a block has, and gives what has come of transactions until then. */
    async *add(block: RecordedBlock): AsyncGenerator<ReplayStep> {
        for (const transaction of block.transactions) {
            const step = this.#step(transaction);
            // Whoever it is handed to gets the error.
            step.catch(() => undefined);
            this.#underWay.push(step);
            const oldest = this.#underWay.length > UNDER_WAY ? this.#underWay.shift() : undefined;
            if (oldest !== undefined) yield await oldest;
        }
        await this.#ledger.append(block);
    }

    /** What has come of those that are left. */
    async *rest(): AsyncGenerator<ReplayStep> {
        for (const step of this.#underWay) yield await step;
    }

    /** Waits for what is under way. */
    async close(): Promise<void> {
        await Promise.allSettled(this.#underWay);
        await this.#runner.close();
    }

    async #step(transaction: RecordedTransaction): Promise<ReplayStep> {
        const why = whyPassedOver(transaction);
        if (why !== undefined || !isCall(transaction)) return { transaction, why: why ?? transaction.kind };
        if (this.#options.isWanted?.(transaction) === false) return { transaction, why: 'not asked for' };
        if (!(await this.#runner.canRun(transaction)))
            return { transaction, why: `no code of ${transaction.call.chaincode}` };
        return await this.#replay(transaction);
    }

    async #replay(transaction: CallTransaction): Promise<ReplayedCall> {
        const newest = transaction.version.blockNumber - 1n;
        const { readWriteSet } = transaction.call;
        const found = findHeight(readWriteSet, this.#ledger.state, newest);
        if ('unreconstructable' in found) {
            const verdict = { kind: 'unreconstructable', why: found.unreconstructable } as const;
            return { transaction, verdict, block: undefined, runs: 0 };
        }
        const first = await this.#runAt(transaction, found.block);
        if (first.verdict.kind === 'reproduced' || first.run.unvalidated.length === 0)
            return { transaction, verdict: first.verdict, block: found.block, runs: 1 };
        return await this.#searchOn(transaction, found.block, first);
    }

    /**
     * What no commit looks at again says nothing of the height. So those below are tried, as far as they differ in what
     * was read like this.
     */
    async #searchOn(transaction: CallTransaction, highest: bigint, first: Attempt): Promise<ReplayedCall> {
        const oldest = newestVersion(transaction.call.readWriteSet);
        let runs = 1;
        let block = this.#heightBelow(first, highest);
        while (block >= oldest && runs <= MOST_HEIGHTS) {
            const tried = await this.#runAt(transaction, block);
            runs++;
            if (tried.verdict.kind === 'reproduced') return { transaction, verdict: tried.verdict, block, runs };
            block = this.#heightBelow(tried, block);
        }
        return { transaction, verdict: first.verdict, block: highest, runs };
    }

    /** The newest height at which something that was read without a check was another. */
    #heightBelow({ run }: Attempt, block: bigint): bigint {
        const changes = run.unvalidated.map(
            ({ namespace, key }) => this.#ledger.state.changedBy(namespace, key, block) ?? 0n,
        );
        return changes.reduce((newest, change) => (change > newest ? change : newest), 0n) - 1n;
    }

    async #runAt(transaction: CallTransaction, block: bigint): Promise<Attempt> {
        const first = await this.#runOn(this.#stateDatabase, transaction, block);
        const other = otherDatabase(this.#stateDatabase, first.run);
        if (first.verdict.kind === 'reproduced' || other === undefined) return first;
        const second = await this.#runOn(other, transaction, block);
        if (second.verdict.kind !== 'reproduced') return other === 'couchdb' ? second : first;
        if (other === 'couchdb') this.#stateDatabase = 'couchdb';
        return second;
    }

    async #runOn(stateDatabase: StateDatabase, transaction: CallTransaction, block: bigint): Promise<Attempt> {
        const run = await this.#runner.run(transaction, block, stateDatabase);
        return { verdict: compareCall(transaction, run, this.#options.comparesReads(transaction)), run };
    }
}

/**
 * Another database that the peer may have had. What a rich query is answered by is CouchDB; and what a peer has of that in
 * its cache is what was put, as from LevelDB.
 */
function otherDatabase(tried: StateDatabase, { isRich }: RunResult): StateDatabase | undefined {
    if (tried === 'leveldb') return isRich ? 'couchdb' : undefined;
    return isRich ? undefined : 'leveldb';
}

function isCall(transaction: RecordedTransaction): transaction is CallTransaction {
    return transaction.call !== undefined && transaction.channelHeader !== undefined;
}

/** Undefined for what can be run. */
function whyPassedOver({ validation, call, kind }: RecordedTransaction): string | undefined {
    if (call === undefined) return kind;
    if (OF_PEERS.has(call.chaincode)) return call.chaincode;
    return SIMULATED.has(validation) ? undefined : validation;
}
