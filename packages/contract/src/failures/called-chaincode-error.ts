import type { CalledChaincodeResponse } from '@heddle/core';
import { isMarked, mark } from '@heddle/core/internal';
import { ContractError } from './contract-error';

// Symbol.for, so that errors of a second installed copy of this package are recognised too.
const MARKER = Symbol.for('heddle.CalledChaincodeError');

/** Which call failed, and how. */
export interface FailedChaincodeCall {
    readonly chaincode: string;
    /** As it was called: `function` or `contract:function`. */
    readonly transaction: string;
    readonly response: CalledChaincodeResponse;
    /** Where the called chaincode is a contract of Heddle: its error's code and details, which its payload has. */
    readonly code?: string | undefined;
    readonly details?: unknown;
}

/**
 * What `ctx.callChaincode` throws when the called chaincode answers 400 or above. Its code is CALLED_CHAINCODE_FAILED
 * and its status that of the answer, so that a client of the caller reads, for instance,
 * `404 CALLED_CHAINCODE_FAILED: prices answered priceOf with 404 NO_PRICE: p1 has no price`.
 *
 * @example
 * try {
 *     await ctx.callChaincode('prices', 'priceOf', ['a9']);
 * } catch (error) {
 *     if (!CalledChaincodeError.is(error) || error.calledCode !== 'NO_PRICE') throw error;
 *     ctx.logger.info('goes without a price');
 * }
 */
export class CalledChaincodeError extends ContractError {
    /** The name of the called chaincode. */
    readonly chaincode: string;
    /** What it answered, its payload included, which clients do not see. */
    readonly response: CalledChaincodeResponse;
    /** The code of the called contract's error; undefined where its payload does not tell one. */
    readonly calledCode: string | undefined;

    constructor({ chaincode, transaction, response, code, details }: FailedChaincodeCall) {
        const { status, message } = response;
        super('CALLED_CHAINCODE_FAILED', `${chaincode} answered ${transaction} with ${status} ${message}`.trim(), {
            status: status <= 599 ? status : 500,
            details: { chaincode, transaction, status, message, code, details },
        });
        this.name = 'CalledChaincodeError';
        this.chaincode = chaincode;
        this.response = response;
        this.calledCode = code;
        mark(this, MARKER);
    }

    /** Tells whether a value is a CalledChaincodeError, of this or of another copy of the package. */
    static override is(value: unknown): value is CalledChaincodeError {
        return isMarked(value, MARKER);
    }
}
