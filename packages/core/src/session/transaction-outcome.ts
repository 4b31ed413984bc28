import { setImmediate } from 'node:timers/promises';
import { EMPTY } from '@heddle/protocol';
import { type Chaincode, type ChaincodeResponse, messageText } from '../chaincode';
import { ChaincodeError, shown, toError } from '../errors';
import { type ChaincodeStub, createStub } from '../stub/chaincode-stub';
import { toBytes } from '../stub/ledger-arguments';
import type { DeferredWrites } from '../transaction/deferred-writes';
import { FIRST_FAILURE_STATUS } from '../transaction/failure-status';
import type { Transaction } from '../transaction/transaction';

/** What COMPLETED will say. */
export interface Outcome {
    readonly status: number;
    readonly message: string;
    readonly payload: Uint8Array;
}

/**
 * Runs a transaction function to its outcome. Never rejects.
 *
 * I5: anything that the function throws is an outcome of status 500. I7: what it did not wait for is one as well, if it
 * is a write; reads are waited for and reported.
 */
export async function runToOutcome(
    chaincode: Chaincode,
    method: 'Init' | 'Invoke',
    transaction: Transaction,
): Promise<Outcome> {
    try {
        const outcome = checkedResponse(await chaincode[method](stubFor(chaincode, transaction)));
        if (outcome.status < FIRST_FAILURE_STATUS) await settleOperations(transaction);
        await transaction.end(ended(transaction));
        return outcome;
    } catch (thrown) {
        await transaction.end(ended(transaction));
        return failure(thrown, transaction);
    }
}

/**
 * The outcome of a transaction that failed by an error of any kind; the log gets what the client does not. Never throws.
 */
export function failure(thrown: unknown, transaction: Transaction): Outcome {
    // After an abort, the error is only its consequence, in whichever form; the abort has been logged.
    const { abortReason } = transaction;
    if (abortReason !== undefined) return failed(toldOf(abortReason, transaction));
    try {
        if (transaction.leniency.errors === 'plain') return failed(reportPlain(thrown, transaction));
        return failed(ChaincodeError.is(thrown) ? reportKnown(thrown, transaction) : report(thrown, transaction));
    } catch {
        return failed(unexpected(transaction));
    }
}

/** Logs an error that may be shown to the client; returns what the client is told. */
function reportKnown(error: ChaincodeError, transaction: Transaction): string {
    const err = toError(error.cause ?? error);
    transaction.log('warn', { code: error.code, err }, `transaction failed: ${error.message}`);
    return toldOf(error, transaction);
}

/** What the client is told of an error that may be shown, whose code is the transaction's. */
function toldOf({ code, message }: ChaincodeError, transaction: Transaction): string {
    transaction.failureCode = code;
    return `${code}: ${message}`;
}

/** Logs an error of any kind; the client is told its message as it is, as by fabric-shim. */
function reportPlain(thrown: unknown, transaction: Transaction): string {
    transaction.log('error', { err: toError(thrown) }, 'transaction failed: the chaincode threw');
    transaction.failureCode = ChaincodeError.is(thrown) ? thrown.code : undefined;
    return messageText(thrown);
}

/** Logs an error that the client must not see; returns what the client is told instead. */
function report(thrown: unknown, transaction: Transaction): string {
    transaction.log('error', { err: toError(thrown) }, 'transaction failed: the chaincode threw');
    return unexpected(transaction);
}

function unexpected(transaction: Transaction): string {
    const { txId } = transaction;
    transaction.failureCode = 'INTERNAL_ERROR';
    return `INTERNAL_ERROR: transaction ${txId} failed unexpectedly; the chaincode's log has the details`;
}

function failed(message: string): Outcome {
    return { status: 500, message: clientMessage(message), payload: EMPTY };
}

/**
 * I7: nothing that the function started is left to chance. Ends the transaction in the same step in which it finds that
 * nothing is floating, so that nothing comes in between.
 */
async function settleOperations(transaction: Transaction): Promise<void> {
    const { operations, batch, leniency } = transaction;
    if (leniency.unawaitedWrites === 'wait') await waitForWrites(transaction);
    operations.functionReturned();
    refuseFloating(transaction);
    if (!operations.isIdle) {
        transaction.log('warn', { operations: operations.pending }, 'the transaction did not await all of its reads');
        await operations.idle();
    }
    if (batch.isOpen) await batch.finish();
    if (transaction.deferred !== undefined) await finishDeferred(transaction.deferred, transaction);
    refuseFloating(transaction);
    operations.transactionSucceeded();
    transaction.lane.abort(ended(transaction));
}

/** A deferred write that nobody waited for is lost on peers without batches: so that this is noticed, it is one here as well. */
async function finishDeferred(deferred: DeferredWrites, { operations, leniency }: Transaction): Promise<void> {
    await deferred.finish();
    const { unawaited } = deferred;
    if (unawaited === undefined || leniency.unawaitedWrites === 'wait') return;
    const error = operations.unawaited([unawaited]);
    if (error !== undefined) throw error;
}

/**
 * Waits for what the function left behind, and for what comes of that: a read whose caller writes then, in an async
 * function that nobody waits for. Warns of each write.
 */
async function waitForWrites(transaction: Transaction): Promise<void> {
    const { operations } = transaction;
    while (!operations.isIdle && transaction.abortReason === undefined) {
        for (const { name, calledFrom } of operations.takeUnawaitedWrites()) {
            transaction.warn('UNAWAITED_WRITE', { what: name, site: calledFrom });
        }
        await operations.settled();
        // Those who wait for it go on first, through however many promises.
        await setImmediate();
    }
}

function refuseFloating({ abortReason, operations }: Transaction): void {
    const error = abortReason ?? operations.floating();
    if (error !== undefined) throw error;
}

function ended({ txId }: Transaction): () => ChaincodeError {
    return () =>
        new ChaincodeError('TRANSACTION_ENDED', `transaction ${txId} has ended: it cannot use the ledger any more`);
}

/** What the chaincode is handed: the stub, or what its `compat` makes of it. */
function stubFor({ compat }: Chaincode, transaction: Transaction): ChaincodeStub {
    const stub = createStub(transaction);
    return compat?.stub === undefined ? stub : (compat.stub(stub) as ChaincodeStub); // its methods are those that are called
}

function checkedResponse(response: ChaincodeResponse | null | undefined): Outcome {
    const { status, message, payload } = response ?? { status: undefined };
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
        throw new ChaincodeError(
            'INVALID_RESPONSE',
            `the chaincode must return { status, message?, payload? } with a status from 200 to 599, not ${describe(response)}`,
        );
    }
    return {
        status,
        // What is endorsed has to be the same at every peer, whatever its chaincode is written in.
        message: status < FIRST_FAILURE_STATUS ? messageText(message) : clientMessage(message),
        payload: toBytes('the payload of the response', payload ?? EMPTY),
    };
}

function describe(response: ChaincodeResponse | null | undefined): string {
    if (response === null || response === undefined) return String(response);
    return typeof response === 'object' ? `a status of ${shown(response.status)}` : `a ${typeof response}`;
}

/**
 * The most that a client gets to read, in bytes. The official client hangs on messages of 60,000 characters, 30,000
 * pass; what is not ASCII takes three times its bytes in gRPC's header.
 */
const LONGEST_MESSAGE = 10_000;

/** A trailing space makes Node's gRPC client lose the message of the status. */
function clientMessage(message: unknown): string {
    const text = messageText(message).trimEnd();
    if (text === '') return text;
    const bytes = Buffer.from(text);
    if (bytes.length <= LONGEST_MESSAGE) return text;
    const cut = bytes.toString('utf8', 0, LONGEST_MESSAGE).replace(/\ufffd$/, '');
    return `${cut}… (${bytes.length} bytes)`;
}
