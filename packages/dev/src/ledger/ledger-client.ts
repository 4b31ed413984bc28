import { type CallOptions, type Client, type ServiceError, status } from '@grpc/grpc-js';
import {
    keyRequest,
    LEDGER_SERVICE,
    markReply,
    markRequest,
    marksReply,
    rangeRequest,
    revertReply,
    stateEntry,
    stateReply,
} from '@heddle/local-peer/internal';
import { type KeyModification, keyModification } from '@heddle/protocol';
import { CommandError } from 'heddle/command';
import { openClient } from '../client/gateway-client';
import type { Connection } from '../client/gateway-connection';

/** Where keys are, and whose. */
export interface LedgerPlace {
    /** Undefined for the public state. */
    readonly collection: string | undefined;
    /** Of private data: whose peer is asked. Undefined: all members together. */
    readonly organization: string | undefined;
}

/** A committed key. */
export type LedgerEntry = ReturnType<typeof stateEntry.decode>;
export type LedgerState = ReturnType<typeof stateReply.decode>;
/** A snapshot, as the ledger has it. */
export type Snapshot = ReturnType<typeof markReply.decode>;
export type Reverted = ReturnType<typeof revertReply.decode>;

const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

/** Reads and turns back the ledger of a network that `heddle dev` runs. All methods throw CommandError. */
export class LedgerClient implements Disposable {
    readonly #connection: Connection;
    readonly #client: Client;

    constructor(connection: Connection) {
        this.#connection = connection;
        this.#client = openClient(connection);
    }

    async state(key: string, place: LedgerPlace): Promise<LedgerState> {
        return stateReply.decode(await this.#call('GetState', keyRequest.encode({ ...this.#place(place), key })));
    }

    /** Keys from one up to and without another one; an empty end is no end. */
    entries(
        range: { readonly startKey: string; readonly endKey: string; readonly limit?: number },
        place: LedgerPlace,
    ): AsyncGenerator<LedgerEntry> {
        return this.#list('ListState', rangeRequest.encode({ ...this.#place(place), ...range }), stateEntry);
    }

    /** The newest version first. */
    history(key: string, place: LedgerPlace): AsyncGenerator<KeyModification> {
        return this.#list('GetHistory', keyRequest.encode({ ...this.#place(place), key }), keyModification);
    }

    async take(name: string): Promise<Snapshot> {
        return markReply.decode(await this.#call('Mark', markRequest.encode({ name })));
    }

    /** The oldest first. */
    async snapshots(): Promise<Snapshot[]> {
        return marksReply.decode(await this.#call('ListMarks', Buffer.alloc(0))).marks;
    }

    /** Waits for the transactions that run. */
    async revert(name: string): Promise<Reverted> {
        return revertReply.decode(await this.#call('Revert', markRequest.encode({ name })));
    }

    async forget(name: string): Promise<void> {
        await this.#call('Forget', markRequest.encode({ name }));
    }

    [Symbol.dispose](): void {
        this.#client.close();
    }

    #place({ collection, organization }: LedgerPlace): Parameters<typeof keyRequest.encode>[0] {
        const { channel, chaincode } = this.#connection;
        return { channel, chaincode, collection, organization };
    }

    #call(method: string, request: Buffer): Promise<Buffer> {
        return new Promise((resolve, reject) => {
            const path = `/${LEDGER_SERVICE}/${method}`;
            this.#client.makeUnaryRequest(path, asItIs, asItIs, request, this.#options(), (error, reply) => {
                if (error === null) resolve(reply ?? Buffer.alloc(0));
                else reject(explain(error, this.#connection));
            });
        });
    }

    /** What is not read any more is not sent any more. */
    async *#list<T>(
        method: string,
        request: Buffer,
        codec: { readonly decode: (bytes: Buffer) => T },
    ): AsyncGenerator<T> {
        const path = `/${LEDGER_SERVICE}/${method}`;
        const stream = this.#client.makeServerStreamRequest(path, asItIs, asItIs, request, this.#options());
        try {
            for await (const message of stream as AsyncIterable<Buffer>) yield codec.decode(message);
        } catch (error) {
            throw 'code' in (error as object) ? explain(error as ServiceError, this.#connection) : error;
        } finally {
            stream.cancel();
        }
    }

    #options(): CallOptions {
        return { deadline: Date.now() + this.#connection.timeoutMs };
    }
}

/** As a sentence, with what to do. */
function explain(error: ServiceError, connection: Connection): CommandError {
    const tell = TOLD.get(error.code);
    const { address } = connection;
    const text = tell?.(error, connection) ?? `${address} has failed: ${status[error.code]}: ${error.details}`;
    return new CommandError(1, text, { cause: error });
}

const TOLD: ReadonlyMap<status, (error: ServiceError, connection: Connection) => string> = new Map([
    [
        status.UNIMPLEMENTED,
        (_, { address }) =>
            `the network at ${address} is not one of "heddle dev": a peer lets nobody but chaincode read its state, and cannot go back; ask the chaincode, such as: heddle query readAsset a1`,
    ],
    [status.NOT_FOUND, ({ details }) => details.replaceAll('mark ', 'snapshot ')],
    [status.INVALID_ARGUMENT, ({ details }) => details],
    [
        status.DEADLINE_EXCEEDED,
        (_, { address, timeoutMs }) =>
            `${address} has not answered within ${timeoutMs} ms: a transaction that runs is waited for, and then it is done all the same; --timeout-ms says how long to wait`,
    ],
    [
        status.UNAVAILABLE,
        ({ details }, { address }) =>
            `${address} cannot be reached (${details}): start "heddle dev", or name another network`,
    ],
]);
