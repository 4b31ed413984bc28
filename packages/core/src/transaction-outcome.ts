import { EMPTY } from '@heddle/protocol';
import type { Chaincode, ChaincodeResponse } from './chaincode';
import { ChaincodeError, toError } from './errors';
import { toBytes } from './ledger-arguments';
import type { Logger } from './logger';
import { ChaincodeStub } from './stub';
import type { Transaction } from './transaction';

/** What COMPLETED will say. */
export interface Outcome {
    readonly status: number;
    readonly message: string;
    readonly payload: Uint8Array;
}

/** Below this status a peer endorses (fabric, core/endorser/endorser.go). */
const FIRST_FAILURE_STATUS = 400;

/**
 * Runs a transaction function to its outcome. Never rejects.
 *
 * I5: whatever the function throws is an outcome of status 500. I7: what it did not wait for is one as well, if it is a
 * write; reads are waited for and reported.
 */
export async function runToOutcome(
    chaincode: Chaincode,
    method: 'Init' | 'Invoke',
    transaction: Transaction,
    logger: Logger,
): Promise<Outcome> {
    try {
        const outcome = checkedResponse(await chaincode[method](new ChaincodeStub(transaction)));
        if (outcome.status < FIRST_FAILURE_STATUS) await settleOperations(transaction, logger);
        await transaction.end(ended(transaction));
        return outcome;
    } catch (thrown) {
        await transaction.end(ended(transaction));
        return failure(thrown, transaction, logger);
    }
}

/** The outcome of a transaction that failed by an error of any kind; the log gets what the client does not. */
export function failure(thrown: unknown, { channelId, txId }: Transaction, logger: Logger): Outcome {
    if (ChaincodeError.is(thrown)) {
        const err = thrown.cause === undefined ? undefined : toError(thrown.cause);
        logger.warn({ channelId, txId, code: thrown.code, err }, `transaction failed: ${thrown.message}`);
        return { status: 500, message: `${thrown.code}: ${thrown.message}`, payload: EMPTY };
    }
    logger.error({ channelId, txId, err: toError(thrown) }, 'transaction failed: the chaincode threw');
    const message = `INTERNAL_ERROR: transaction ${txId} failed unexpectedly; the chaincode's log has the details`;
    return { status: 500, message, payload: EMPTY };
}

/** I7: nothing that the function started is left to chance. */
async function settleOperations(transaction: Transaction, logger: Logger): Promise<void> {
    const floating = transaction.floatingWrite();
    if (floating !== undefined) throw floating;
    const { channelId, txId, pendingOperations } = transaction;
    if (pendingOperations.length > 0) {
        logger.warn(
            { channelId, txId, operations: pendingOperations },
            'the transaction did not await all of its reads',
        );
        await transaction.idle();
    }
    await transaction.finishWriteBatch();
}

function ended({ txId }: Transaction): ChaincodeError {
    return new ChaincodeError('TRANSACTION_ENDED', `transaction ${txId} has ended: it cannot use the ledger any more`);
}

function checkedResponse(response: ChaincodeResponse | undefined): Outcome {
    const { status, message = '', payload = EMPTY } = response ?? { status: undefined };
    if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
        throw new ChaincodeError(
            'INVALID_RESPONSE',
            `the chaincode must return { status, message?, payload? } with a status from 200 to 599, not ${describe(response)}`,
        );
    }
    return { status, message: clientMessage(message), payload: toBytes('the payload of the response', payload) };
}

function describe(response: ChaincodeResponse | undefined): string {
    return typeof response === 'object' ? `a status of ${String(response.status)}` : typeof response;
}

/** The official client hangs on messages of 60,000 characters; 30,000 pass. */
const LONGEST_MESSAGE = 20_000;

/** A trailing space makes Node's gRPC client lose the message of the status. */
function clientMessage(message: unknown): string {
    const text = String(message).trimEnd();
    return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE)}… (${text.length} characters)`;
}
