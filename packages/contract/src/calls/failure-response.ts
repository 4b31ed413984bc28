import { ChaincodeError, type ChaincodeResponse } from '@heddle/core';
import { toError } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';
import { isFailureStatus } from '../failures/failure-status';
import { Failures } from '../failures/failures';
import { kindOf } from '../failures/typed-failure';
import { canonicalJson } from '../json/canonical-json';

/** What a client is told of a failure. */
export interface PublicFailure {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly details: unknown;
    /** Whether clients know the class of the details, and so can read them behind the message. */
    readonly isDescribed?: boolean;
}

/** A message of 60,000 characters hangs the official client: https://github.com/hyperledger/fabric-gateway transports it in a header. */
const LONGEST_MESSAGE_BYTES = 2_000;

/**
 * What may be told of anything that was thrown: code and message of a ContractError or ChaincodeError, and of everything
 * else only where to look.
 * @param expose tells the message of any error
 */
export function publicFailure(thrown: unknown, txId: string, expose: boolean): PublicFailure {
    if (ContractError.is(thrown)) return ofContractError(thrown);
    if (ChaincodeError.is(thrown))
        return { status: 500, code: thrown.code, message: thrown.message, details: undefined };
    const message = expose
        ? messageOf(thrown)
        : `transaction ${txId} failed inside the chaincode; the chaincode's log has the details`;
    return { status: 500, code: 'INTERNAL_ERROR', message, details: undefined };
}

function messageOf(thrown: unknown): string {
    return typeof thrown === 'string' ? thrown : toError(thrown).message;
}

function ofContractError(error: ContractError): PublicFailure {
    const { status, code, message, details } = error;
    const isDescribed = kindOf(error)?.details !== undefined;
    if (isFailureStatus(status)) return { status, code, message, details, isDescribed };
    const invalid = `${code} was thrown with status ${status}, and a failure's is 400 to 599: ${message}`;
    return { status: 500, code: 'INVALID_STATUS', message: invalid, details };
}

/** The response of a failure: the message on one line, and everything as JSON in the payload. */
export function failureResponse(failure: PublicFailure): ChaincodeResponse {
    const { status, code, message, details } = failure;
    const line = oneLine(`${code}: ${message}`);
    const told = failure.isDescribed === true ? withDetails(line, details) : line;
    return { status, message: told, payload: payloadOf({ code, message, details }) };
}

/** Fabric's gateway hands clients the message, and no payload. Details that are too long for it stay in the payload alone. */
function withDetails(line: string, details: unknown): string {
    const failures = new Failures();
    const told = `${line} ${canonicalJson(details, failures)}`;
    return failures.count === 0 && Buffer.byteLength(told) <= LONGEST_MESSAGE_BYTES ? told : line;
}

function payloadOf(body: { code: string; message: string; details: unknown }): string {
    const failures = new Failures();
    const json = canonicalJson(body, failures);
    if (failures.count === 0) return json;
    const wellFormed = (text: string): string => Buffer.from(text).toString();
    // Details that JSON cannot represent do not take the rest with them.
    return canonicalJson({ code: wellFormed(body.code), message: wellFormed(body.message) }, new Failures());
}

/** One line of at most 2,000 bytes of UTF-8, without a space at its end. */
export function oneLine(text: string): string {
    const line = text.slice(0, LONGEST_MESSAGE_BYTES + 1).replace(/[\s\p{Cc}]+/gu, ' ');
    const bytes = Buffer.from(line);
    if (bytes.length <= LONGEST_MESSAGE_BYTES && text.length <= LONGEST_MESSAGE_BYTES) return line.trim();
    let end = Math.min(LONGEST_MESSAGE_BYTES - Buffer.byteLength('…'), bytes.length);
    // Not through the middle of a character: continuation bytes are 10xxxxxx.
    while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    return `${bytes.subarray(0, end).toString().trim()}…`;
}
