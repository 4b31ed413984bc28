import type { ChaincodeStub, LogFields, Logger, LogLevel, TransactionName } from '@heddle/core';
import { showNameOnly } from '@heddle/core/internal';

/** Where lines go, and what they are about. */
interface Target {
    readonly logger: Logger;
    readonly stub: ChaincodeStub;
    readonly name: string;
    readonly transaction: TransactionName | undefined;
}

// A symbol and not private fields: methods work where the logger is behind a Proxy, or the prototype of another object.
const TARGET = Symbol('heddle.ContextLogger.target');

/** Logs with the channel, the transaction, its contract and its function on each line. Fields may be left out. */
export class ContextLogger implements Logger {
    /** @internal */
    private readonly [TARGET]: Target;

    static {
        showNameOnly(ContextLogger);
    }

    constructor(logger: Logger, stub: ChaincodeStub, name: string, transaction?: TransactionName) {
        this[TARGET] = { logger, stub, name, transaction };
    }

    debug(fields: LogFields | string, message?: string): void {
        log(this[TARGET], 'debug', fields, message);
    }

    info(fields: LogFields | string, message?: string): void {
        log(this[TARGET], 'info', fields, message);
    }

    warn(fields: LogFields | string, message?: string): void {
        log(this[TARGET], 'warn', fields, message);
    }

    error(fields: LogFields | string, message?: string): void {
        log(this[TARGET], 'error', fields, message);
    }

    isLevelEnabled(level: string): boolean {
        return this[TARGET].logger.isLevelEnabled(level);
    }

    /** One that calls itself by another name, as fabric-contract-api's `ctx.logging.getLogger(name)`. */
    named(name: string): ContextLogger {
        const target = this[TARGET];
        return new ContextLogger(target.logger, target.stub, `${target.name}:${name}`, target.transaction);
    }
}

function log(
    { logger, stub, name, transaction }: Target,
    level: LogLevel,
    fields: LogFields | string,
    message: string | undefined,
): void {
    if (!logger.isLevelEnabled(level)) return;
    const about = {
        name,
        channelId: stub.getChannelID(),
        txId: stub.getTxID(),
        contract: transaction?.contract,
        function: transaction?.name,
    };
    if (typeof fields === 'string') logger[level](about, fields);
    else logger[level]({ ...about, ...fields }, message ?? '');
}
