import type { Chaincode, Logger } from '@heddle/core';
import { readJournal, type RecordedTransaction } from '@heddle/journal';
import { fittingCode, isFunctionOf } from '../fitting-code';
import type { ReplayedTransaction, Verdict } from '../verdict';
import { aboutTransaction, functionOf, timeOf } from './about-transaction';
import { judge, whyNotPlayed } from './judge';
import { TransactionPlayer } from './transaction-player';

/** Which transactions of a journal are run again. */
export interface JournalFilter {
    /** Functions by name, with or without their contract. Default: all. */
    readonly functions?: readonly string[] | undefined;
    /** Of the package.json, or the label of the package id. Default: all chaincodes. */
    readonly chaincode?: string | undefined;
    /** The client's time. */
    readonly from?: Date | undefined;
    readonly to?: Date | undefined;
}

/** What runs recorded transactions, and which of them. */
export interface JournalCode {
    /** Of the chaincode, as for JournalFilter. Default: any. */
    readonly name?: string | undefined;
    /** The version that the package.json had. Default: any. */
    readonly version?: string | undefined;
    readonly chaincode: Chaincode;
    /** Of the code, as `digestOfFolder` has it. */
    readonly digest?: string | undefined;
    /** Where it is; told with each transaction that it runs. */
    readonly folder?: string | undefined;
}

export interface JournalRunOptions {
    /** What fits a transaction best runs it: code of its version, then code of its chaincode, then code for all. */
    readonly code: readonly JournalCode[];
    /** Takes what the chaincode logs. */
    readonly logger: Logger;
    /**
     * Whether operations are compared in order, and not only what comes of them. Default: where the code is the recorded
     * one, by its digest.
     */
    readonly strict?: boolean | undefined;
    /** After how many milliseconds a run is given up. Default 30,000; 0 for never; at most 24 days, which longer ones count as. */
    readonly transactionTimeoutMs?: number | undefined;
}

export interface JournalReplayOptions extends JournalFilter, JournalRunOptions {}

/** Runs recorded transactions again, each by the code that is for it, and compares. */
export class JournalRunner {
    readonly #options: JournalRunOptions;
    readonly #players = new Map<JournalCode, TransactionPlayer>();

    constructor(options: JournalRunOptions) {
        this.#options = options;
    }

    async run(transaction: RecordedTransaction): Promise<ReplayedTransaction> {
        const code = fittingCode(this.#options.code, (one) => isFor(one, transaction));
        const verdict = whyNotPlayed(transaction) ?? (await this.#judged(transaction, code));
        return { ...toReplayed(transaction, verdict), folder: code?.folder };
    }

    async close(): Promise<void> {
        await Promise.all(Array.from(this.#players.values(), (player) => player.close()));
    }

    async #judged(transaction: RecordedTransaction, code: JournalCode | undefined): Promise<Verdict> {
        const { header } = transaction.session;
        if (code === undefined) return { kind: 'not recorded', why: `no code is given for ${nameOf(transaction)}` };
        const isSame = code.digest !== undefined && code.digest === header.digest;
        const run = await this.#playerOf(code).play(transaction);
        return judge(transaction, run, this.#options.strict ?? isSame);
    }

    #playerOf(code: JournalCode): TransactionPlayer {
        const known = this.#players.get(code);
        if (known !== undefined) return known;
        const { logger, transactionTimeoutMs } = this.#options;
        const player = new TransactionPlayer({ chaincode: code.chaincode, logger, transactionTimeoutMs });
        this.#players.set(code, player);
        return player;
    }
}

/**
 * Runs the transactions of a journal again, without a peer, in the order in which they ended.
 * @throws JournalError where there is no journal that can be read
 */
export async function* replayJournalOf(
    path: string,
    options: JournalReplayOptions,
): AsyncGenerator<ReplayedTransaction, void, undefined> {
    const runner = new JournalRunner(options);
    try {
        for await (const transaction of readJournal(path)) {
            yield* isAsked(transaction, options) ? [await runner.run(transaction)] : [];
        }
    } finally {
        await runner.close();
    }
}

/** A verdict with what a report tells of its transaction. */
export function toReplayed(transaction: RecordedTransaction, verdict: Verdict): ReplayedTransaction {
    return {
        txId: transaction.txId,
        functionName: functionOf(transaction),
        time: timeOf(transaction),
        // Reading a certificate takes as long as a transaction does.
        about: verdict.kind === 'differs' ? aboutTransaction(transaction) : [],
        verdict,
    };
}

/** Whether a filter lets a transaction pass. */
export function isAsked(transaction: RecordedTransaction, filter: JournalFilter): boolean {
    const { functions, chaincode, from, to } = filter;
    if (chaincode !== undefined && !isOfChaincode(transaction, chaincode)) return false;
    if (functions !== undefined && !isFunctionOf(functions, functionOf(transaction))) return false;
    return (from === undefined && to === undefined) || isBetween(timeOf(transaction), from, to);
}

function isBetween(time: Date | undefined, from: Date | undefined, to: Date | undefined): boolean {
    if (time === undefined) return false;
    return (from === undefined || time >= from) && (to === undefined || time <= to);
}

function isOfChaincode({ session: { header } }: RecordedTransaction, asked: string): boolean {
    return header.name === asked || header.packageId === asked || header.packageId.split(':', 1)[0] === asked;
}

function isFor({ name, version }: JournalCode, transaction: RecordedTransaction): boolean {
    if (name !== undefined && !isOfChaincode(transaction, name)) return false;
    return version === undefined || transaction.session.header.version === version;
}

function nameOf({ session: { header } }: RecordedTransaction): string {
    const { name = header.packageId, version } = header;
    return version === undefined ? name : `${name} ${version}`;
}
