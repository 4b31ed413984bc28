import type { CalledChaincodeResponse, ChaincodeStub } from '@heddle/core';
import { FIRST_FAILURE_STATUS } from '@heddle/core/internal';
import { argumentReader } from '../arguments/argument-reader';
import { ValueReaders } from '../arguments/value-reader';
import type { TypeSpec } from '../evidence/type-spec';
import { CalledChaincodeError } from '../failures/called-chaincode-error';
import { ContractError, refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
import { encodeArgument } from './encode-argument';
import { SpecReaders } from './spec-readers';

/** A call of another chaincode's transaction: see Context.callChaincode. */
export interface TransactionOfChaincode {
    readonly chaincode: string;
    /** `function` or `contract:function`. */
    readonly transaction: string;
    readonly args: readonly unknown[];
    readonly channel?: string | undefined;
    readonly returns?: TypeSpec | undefined;
}

const PLACE = { parent: undefined, key: 'result' };

const resultReaders = new SpecReaders('ctx.callChaincode', (type) => argumentReader(type, new ValueReaders()));

/** Calls another chaincode; returns its payload, or the value that the payload is. */
export async function callChaincode(stub: ChaincodeStub, call: TransactionOfChaincode): Promise<unknown> {
    const { chaincode, transaction, args, channel, returns } = call;
    const read = returns === undefined ? undefined : resultReaders.of(returns);
    const encoded = args.map((arg, index) => encodeArgument(arg, `argument ${index + 1} of ${transaction}`));
    const response = await stub.invokeChaincode(chaincode, [transaction, ...encoded], channel);
    if (response.status >= FIRST_FAILURE_STATUS) throw failureOf(call, response);
    if (read === undefined) return response.payload;
    const failures = new Failures();
    const value = read(response.payload, PLACE, failures);
    if (failures.count > 0) throw invalidResult(call, failures);
    return value;
}

function invalidResult({ chaincode, transaction }: TransactionOfChaincode, failures: Failures): ContractError {
    const { message, details } = refusal('INVALID_RESULT', failures, 500);
    const text = `${chaincode} answered ${transaction} with something else than was expected: ${message}`;
    return new ContractError('INVALID_RESULT', text, { status: 500, details });
}

function failureOf(call: TransactionOfChaincode, response: CalledChaincodeResponse): CalledChaincodeError {
    const { chaincode, transaction } = call;
    return new CalledChaincodeError({ chaincode, transaction, response, ...errorIn(response.payload) });
}

/** What the payload of a failed contract tells; nothing of a chaincode whose payloads are of another kind. */
function errorIn(payload: Buffer): { readonly code?: string; readonly details?: unknown } {
    try {
        const { code, details } = JSON.parse(payload.toString()) as {
            readonly code?: unknown;
            readonly details?: unknown;
        };
        return typeof code === 'string' ? { code, details } : {};
    } catch {
        return {}; // not JSON, or null
    }
}
