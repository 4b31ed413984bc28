import type { Chaincode, Logger } from '@heddle/core';
import { readJournal, type RecordedTransaction } from '@heddle/journal';
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

export interface JournalReplayOptions extends JournalFilter {
    /** What runs them. */
    readonly code: Chaincode;
    readonly logger: Logger;
    /**
     * Whether operations are compared in order, and not only what comes of them. Default: where the code is the recorded
     * one, by its digest.
     */
    readonly strict?: boolean | undefined;
    /** Of the code, as `digestOfFolder` has it. */
    readonly digest?: string | undefined;
    /** After how many milliseconds a run is given up. Default 30,000. */
    readonly transactionTimeoutMs?: number | undefined;
}

/**
 * Runs the transactions of a journal again, without a peer, in the order in which they ended.
 * @throws JournalError where there is no journal that can be read
 */
export async function* replayJournalOf(
    path: string,
    options: JournalReplayOptions,
): AsyncGenerator<ReplayedTransaction, void, undefined> {
    const { code, logger, transactionTimeoutMs } = options;
    const player = new TransactionPlayer({ chaincode: code, logger, transactionTimeoutMs });
    try {
        for await (const transaction of readJournal(path)) {
            if (isAsked(transaction, options)) yield await replayTransaction(transaction, player, options);
        }
    } finally {
        await player.close();
    }
}

/** Runs one transaction again. */
export async function replayTransaction(
    transaction: RecordedTransaction,
    player: TransactionPlayer,
    { strict, digest }: Pick<JournalReplayOptions, 'strict' | 'digest'>,
): Promise<ReplayedTransaction> {
    const recorded = transaction.session.header.digest;
    const isStrict = strict ?? (digest !== undefined && digest === recorded);
    const verdict = whyNotPlayed(transaction) ?? judge(transaction, await player.play(transaction), isStrict);
    return toReplayed(transaction, verdict);
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
    if (functions !== undefined && !isOneOf(functionOf(transaction), functions)) return false;
    if (from === undefined && to === undefined) return true;
    const time = timeOf(transaction);
    if (time === undefined) return false;
    return (from === undefined || time >= from) && (to === undefined || time <= to);
}

function isOneOf(name: string, asked: readonly string[]): boolean {
    return asked.includes(name) || asked.includes(name.slice(name.lastIndexOf(':') + 1));
}

function isOfChaincode({ session: { header } }: RecordedTransaction, asked: string): boolean {
    return header.name === asked || header.packageId === asked || header.packageId.split(':', 1)[0] === asked;
}
