import { called, type CalledTransaction } from './client-error';

/**
 * A result, or an event, that is not what was declared when the client was generated. A transaction whose result is refused
 * was not submitted: it has changed nothing. One whose event is refused is in its block.
 */
export class ResultMismatch extends Error {
    /** What came, undecoded. */
    readonly payload: Uint8Array;
    readonly transactionId: string;

    constructor(
        what: string,
        problem: string,
        found: { readonly payload: Uint8Array; readonly transactionId: string },
    ) {
        super(`${what}: ${problem}. ${REGENERATE}`);
        this.name = 'ResultMismatch';
        this.payload = found.payload;
        this.transactionId = found.transactionId;
    }
}

export const REGENERATE =
    'The chaincode has another version than the one this client was generated from, or does not do as it declares: ' +
    'generate the client again, by `heddle generate client`';

export function answerOf(call: CalledTransaction): string {
    return `the answer of ${called(call)} is not what was declared`;
}
