import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { types } from 'node:util';
import type { ChaincodeEvent, Checkpoint } from '@hyperledger/fabric-gateway';
import { CommandError, ConfigurationError, type ExitCode, reasonOf } from 'heddle/command';

const REMEDY = 'give --checkpoint a file that heddle events has written, or a new name';

/**
 * How far events have been handled, in the form of the official client's file checkpointer: either can go on with what the
 * other has written. Ours is never half written, since a half would begin with the next block and lose events silently.
 */
export class CheckpointFile implements Checkpoint {
    readonly #file: string;
    #blockNumber: bigint | undefined;
    #transactionId: string | undefined;

    /** @throws ConfigurationError if it is there and no such file, or cannot be written */
    constructor(file: string) {
        this.#file = file;
        const { blockNumber, transactionId } = read(file);
        this.#blockNumber = blockNumber;
        this.#transactionId = transactionId;
        this.#write(2);
    }

    getBlockNumber(): bigint | undefined {
        return this.#blockNumber;
    }

    getTransactionId(): string | undefined {
        return this.#transactionId;
    }

    /** Remembers that an event has been handled. @throws CommandError if that cannot be written */
    handled({ blockNumber, transactionId }: ChaincodeEvent): void {
        this.#blockNumber = blockNumber;
        this.#transactionId = transactionId;
        this.#write(1);
    }

    #write(exitCode: ExitCode): void {
        const state = { blockNumber: this.#blockNumber?.toString(), transactionId: this.#transactionId };
        try {
            writeFileSync(`${this.#file}.new`, JSON.stringify(state));
            renameSync(`${this.#file}.new`, this.#file);
        } catch (cause) {
            throw new CommandError(exitCode, `${this.#file} cannot be written (${reasonOf(cause)}): ${REMEDY}`, {
                cause,
            });
        }
    }
}

interface State {
    readonly blockNumber?: bigint;
    readonly transactionId?: string;
}

function read(file: string): State {
    let text: string;
    try {
        text = readFileSync(file, 'utf8');
    } catch (cause) {
        if (types.isNativeError(cause) && 'code' in cause && cause.code === 'ENOENT') return {};
        throw new ConfigurationError(`${file} cannot be read (${reasonOf(cause)}): ${REMEDY}`, { cause });
    }
    const state = parse(text);
    if (state !== undefined) return state;
    throw new ConfigurationError(`${file} is no checkpoint: ${REMEDY}`);
}

/** A file without content is what the official client makes before the first event. */
function parse(text: string): State | undefined {
    const { blockNumber, transactionId, ...others } = fieldsOf(text) ?? { others: true };
    if (Object.keys(others).length > 0 || !isBlockNumber(blockNumber) || !isTransactionId(transactionId))
        return undefined;
    return {
        ...(blockNumber !== undefined && { blockNumber: BigInt(blockNumber) }),
        ...(transactionId !== undefined && { transactionId }),
    };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
    try {
        const value: unknown = text === '' ? {} : JSON.parse(text);
        return typeof value === 'object' && value !== null ? { ...value } : undefined;
    } catch {
        return undefined;
    }
}

function isBlockNumber(value: unknown): value is string | undefined {
    return value === undefined || (typeof value === 'string' && /^\d{1,20}$/.test(value));
}

function isTransactionId(value: unknown): value is string | undefined {
    return value === undefined || typeof value === 'string';
}
