import { called, type CalledTransaction } from './client-error';

/** An argument, or transient data, that cannot be sent. Nothing was. */
export class ArgumentInvalid extends Error {
    readonly transaction: string;

    constructor(call: CalledTransaction, problem: string, cause: unknown) {
        super(`${called(call)} was not called: ${problem}`, { cause });
        this.name = 'ArgumentInvalid';
        this.transaction = call.transaction;
    }
}
