import type { ChaincodeStub, LogFields, Logger, LogLevel, TransactionName } from '@heddle/core';

/** Logs with the channel, the transaction, its contract and its function on each line. Fields may be left out. */
export class ContextLogger implements Logger {
    readonly #logger: Logger;
    readonly #stub: ChaincodeStub;
    readonly #name: string;
    readonly #transaction: TransactionName | undefined;

    constructor(logger: Logger, stub: ChaincodeStub, name: string, transaction?: TransactionName) {
        this.#logger = logger;
        this.#stub = stub;
        this.#name = name;
        this.#transaction = transaction;
    }

    debug(fields: LogFields | string, message?: string): void {
        this.#log('debug', fields, message);
    }

    info(fields: LogFields | string, message?: string): void {
        this.#log('info', fields, message);
    }

    warn(fields: LogFields | string, message?: string): void {
        this.#log('warn', fields, message);
    }

    error(fields: LogFields | string, message?: string): void {
        this.#log('error', fields, message);
    }

    isLevelEnabled(level: string): boolean {
        return this.#logger.isLevelEnabled(level);
    }

    /** One that calls itself by another name, as fabric-contract-api's `ctx.logging.getLogger(name)`. */
    named(name: string): ContextLogger {
        return new ContextLogger(this.#logger, this.#stub, `${this.#name}:${name}`, this.#transaction);
    }

    #log(level: LogLevel, fields: LogFields | string, message: string | undefined): void {
        if (!this.#logger.isLevelEnabled(level)) return;
        const about = {
            name: this.#name,
            channelId: this.#stub.getChannelID(),
            txId: this.#stub.getTxID(),
            contract: this.#transaction?.contract,
            function: this.#transaction?.name,
        };
        if (typeof fields === 'string') this.#logger[level](about, fields);
        else this.#logger[level]({ ...about, ...fields }, message ?? '');
    }
}
