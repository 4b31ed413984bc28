import { X509Certificate } from 'node:crypto';
import { type Chaincode, type Logger, SessionRunner } from '@heddle/core';
import {
    type CallTransaction,
    checkedBlocks,
    type FetchedBlock,
    isReplayed,
    replayBlocks,
    type ReplayedCall,
    type ReplayedChaincode,
} from '@heddle/local-peer/internal';
import { createStreamPair, type MessageStream, proposalParts, toDate } from '@heddle/protocol';
import { identityCertificate } from '@heddle/protocol/internal';
import { fittingCode, isFunctionOf } from '../fitting-code';
import type { ReplayedTransaction } from '../verdict';
import { watchedChaincode, type WatchedMethods } from '../watched-chaincode';

/** What of a proposal no block has. */
const UNKNOWN: WatchedMethods = { getTransient: 'transient data', getSignedProposal: "the proposal's signature" };

/** Code that transactions are run by. */
export interface HistoryCode {
    /** The chaincode that it is; undefined for any that has no code of its own. */
    readonly name: string | undefined;
    /** The version of the definition that it is; undefined for any. Code of a version has to read the same, too. */
    readonly version: string | undefined;
    readonly chaincode: Chaincode;
}

export interface HistoryReplayOptions {
    /** The blocks of one channel from the first one on. */
    readonly blocks: AsyncIterable<FetchedBlock>;
    /** What fits a transaction best runs it. */
    readonly code: readonly HistoryCode[];
    /** The chaincode whose transactions are run. Default: each that there is code for. */
    readonly chaincode?: string | undefined;
    /** Functions whose transactions are run, with or without their contract. Default: all. */
    readonly functions?: readonly string[] | undefined;
    /** The first and the last block whose transactions are run. Default: all. */
    readonly from?: bigint | undefined;
    readonly to?: bigint | undefined;
    /** The client's times between which transactions are run. Default: all. */
    readonly since?: Date | undefined;
    readonly until?: Date | undefined;
    /** Whether what was read has to be the same for code of no version, too. Default: no. */
    readonly reads?: boolean | undefined;
    /** The organization at whose peer all is run. Default: that of the first endorser of each transaction. */
    readonly mspId?: string | undefined;
    /** After how many milliseconds a transaction fails. Default 30,000, as on peers; at most 24 days. */
    readonly executeTimeoutMs?: number | undefined;
    readonly logger: Logger;
}

/** A transaction that was run, or one that was not, and why. */
export type HistoryStep =
    { readonly replayed: ReplayedTransaction; readonly call: ReplayedCall } | { readonly passedOver: string };

/**
 * Runs the transactions of a channel's blocks again, each on the state that it saw, and says how they come out.
 * @throws LocalPeerError BLOCKS_UNUSABLE; what the blocks throw
 */
export async function* replayHistory(options: HistoryReplayOptions): AsyncGenerator<HistoryStep> {
    const { reads = false, mspId, executeTimeoutMs, logger } = options;
    const codeOf = (name: string, version: string): HistoryCode | undefined => chooseCode(options.code, name, version);
    const steps = replayBlocks(checkedBlocks(options.blocks), {
        connect: (chaincode) => serve(codeOf(chaincode.name, chaincode.version), chaincode, logger),
        isWanted: (transaction) => isWanted(transaction, options),
        comparesReads: ({ call }) =>
            reads || codeOf(call.chaincode, call.chaincodeVersion)?.version === call.chaincodeVersion,
        mspId,
        executeTimeoutMs,
        logger,
    });
    const clients = new ClientNames();
    for await (const step of steps) {
        if (isReplayed(step)) yield { replayed: toReplayed(step, clients), call: step };
        else yield { passedOver: step.why };
    }
}

function chooseCode(code: readonly HistoryCode[], name: string, version: string): HistoryCode | undefined {
    return fittingCode(code, (one) => (one.name ?? name) === name && (one.version ?? version) === version);
}

function serve(
    code: HistoryCode | undefined,
    { name, version, mspId, onAsked }: ReplayedChaincode,
    logger: Logger,
): MessageStream | undefined {
    if (code === undefined) return undefined;
    const [ours, theirs] = createStreamPair();
    const chaincode = watchedChaincode(code.chaincode, UNKNOWN, onAsked);
    const session = new SessionRunner(ours, { packageId: `${name}:${version}`, chaincode, logger, mspId });
    // Ends with the stream; never rejects.
    void session.run();
    return theirs;
}

function isWanted(transaction: CallTransaction, options: HistoryReplayOptions): boolean {
    const { chaincode, functions } = options;
    if (chaincode !== undefined && transaction.call.chaincode !== chaincode) return false;
    if (functions !== undefined && !isFunctionOf(functions, functionOf(transaction))) return false;
    return isBetween(transaction, options);
}

function isBetween(transaction: CallTransaction, { from, to, since, until }: HistoryReplayOptions): boolean {
    const { blockNumber } = transaction.version;
    const time = timeOf(transaction)?.getTime() ?? 0;
    return isWithin(blockNumber, from, to) && isWithin(time, since?.getTime(), until?.getTime());
}

function isWithin<T extends bigint | number>(value: T, least: T | undefined, most: T | undefined): boolean {
    return (least === undefined || value >= least) && (most === undefined || value <= most);
}

function toReplayed({ transaction, verdict, block }: ReplayedCall, clients: ClientNames): ReplayedTransaction {
    const { call, channelHeader, version } = transaction;
    const about = [
        `block ${version.blockNumber}`,
        `ran as ${call.chaincode} ${call.chaincodeVersion}`,
        ...(block === undefined || block === version.blockNumber - 1n ? [] : [`on the state after block ${block}`]),
        `client ${clients.of(call.creator)}`,
    ];
    return {
        txId: channelHeader.txId,
        functionName: functionOf(transaction),
        time: timeOf(transaction),
        about,
        verdict,
    };
}

function functionOf({ call }: CallTransaction): string {
    const [first] = call.input.args;
    return first === undefined ? '' : Buffer.from(first).toString();
}

function timeOf({ channelHeader }: CallTransaction): Date | undefined {
    return channelHeader.timestamp && toDate(channelHeader.timestamp);
}

/** Who clients are, for readers. Certificates take time to read, and most transactions are of few clients. */
class ClientNames {
    readonly #known = new Map<string, string>();

    of(creator: Buffer): string {
        const id = creator.toString('latin1');
        const known = this.#known.get(id) ?? clientOf(creator);
        this.#known.set(id, known);
        return known;
    }
}

function clientOf(creator: Buffer): string {
    const { mspId, idBytes } = proposalParts.serializedIdentity.decode(creator);
    try {
        const [, name = ''] =
            /(?:^|\n)CN=([^\n]*)/.exec(new X509Certificate(identityCertificate(idBytes)).subject) ?? [];
        return `${name} of ${mspId}`;
    } catch {
        return `a member of ${mspId}`;
    }
}
