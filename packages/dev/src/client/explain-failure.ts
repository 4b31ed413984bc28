import { status } from '@grpc/grpc-js';
import { CommitStatusError, EndorseError, type ErrorDetail, GatewayError } from '@hyperledger/fabric-gateway';
import { CommandError, reasonOf, toPrintable } from 'heddle/command';
import { type FailedCall, remedyFor } from './failure-remedies';
import type { Connection } from './gateway-connection';

/** What was tried when it failed. */
export interface Attempt {
    /** The function, or what else was asked for. */
    readonly what: string;
    readonly connection: Connection;
    /** Left out where it was no call of a function. */
    readonly call?: FailedCall;
}

/**
 * Tells a failure of the gateway: where and what, who of the endorsers said what, and what to do. Other errors stay as they
 * are.
 */
export async function explainFailure(error: unknown, { what, connection, call }: Attempt): Promise<unknown> {
    if (!(error instanceof GatewayError)) return error;
    const { channel, chaincode, address } = connection;
    const text = textOf(error);
    const code = status[error.code] ?? `code ${error.code}`;
    const details = error.details.map(({ message }) => message);
    const lines = [
        `${what} of ${chaincode} on ${channel} ${stageOf(error)} at ${address}: ${code}: ${text}`,
        // Of an evaluation the one detail repeats what the error says.
        ...error.details
            .filter(({ message }) => !text.endsWith(toLine(message)) || error.details.length > 1)
            .flatMap(linesOf),
        await remedyFor({ code: error.code, texts: [text, ...details], connection, call }),
    ];
    return new CommandError(1, lines.join('\n    '), { cause: error });
}

/** What a peer said, in its own words on one line: of the peer that refused, where one did. */
export function wordsOf(error: unknown): string {
    if (!(error instanceof GatewayError)) return toLine(reasonOf(error));
    const [detail] = error.details;
    return detail === undefined ? textOf(error) : toLine(detail.message);
}

/** In one line, without the code and the empty note that grpc-js puts around it. */
function textOf({ message }: GatewayError): string {
    return toLine(message.replace(/^\d+ [A-Z_]+: /, '').replace(/\. Resolution note: $/, ''));
}

function toLine(text: string): string {
    return toPrintable(text.replaceAll(/\s*\n\s*/g, ' '));
}

/** A message of several lines keeps them: its differences are below each other. */
function linesOf({ address, mspId, message }: ErrorDetail): string[] {
    return `${address} of ${mspId}: ${message}`.split('\n').map(toPrintable);
}

function stageOf(error: GatewayError): string {
    if (error instanceof EndorseError) return 'was not endorsed';
    if (error instanceof CommitStatusError)
        return `was submitted as transaction ${error.transactionId}, and its commit is not known,`;
    // The gateway client exports no value for the class of this one.
    if (error.name === 'SubmitError') return 'was endorsed, and not submitted,';
    return 'failed';
}
