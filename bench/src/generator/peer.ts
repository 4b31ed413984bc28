import {
    chaincodeAdditionalParams,
    type ChaincodeMessage,
    decodeMessage,
    EMPTY,
    encodeMessage,
    MessageType,
    messageTypeName,
} from '@heddle/protocol';
import type { TransactionKind } from '../workloads';
import { createAnswers } from './answers';
import { ClosedLoop } from './closed-loop';
import { GrpcConnection, type ServerAddress } from './grpc-connection';
import { clientIdentities } from './identities';
import { Load, type LoadOptions, type LoadResult } from './load';
import { PacedLoop } from './paced-loop';
import { StateStore } from './state-store';
import { createTransactions } from './transactions';

/** Which Fabric the peer is of: from 3.1 on it takes batches, and says so in READY. */
export type FabricVersion = '2.5' | '3.1';

export interface PeerOptions extends ServerAddress {
    readonly fabric: FabricVersion;
    /** Every how many milliseconds a KEEPALIVE is sent. Default: never, as peers do by default. */
    readonly keepaliveMs?: number | undefined;
}

const READY: Readonly<Record<FabricVersion, Buffer>> = {
    '2.5': EMPTY,
    '3.1': chaincodeAdditionalParams.encode({
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: 1000,
    }),
};

/** Beyond the time of the load itself: a chaincode that lost a transaction must not stop the benchmark for ever. */
const GRACE_MS = 30_000;

/**
 * A peer that does nothing but load a chaincode server: it dials, lets the chaincode register, sends transactions and
 * answers what they ask, from a store that applies what they write.
 */
export class LoadPeer {
    readonly #store = new StateStore();
    readonly #answers = createAnswers(this.#store);
    readonly #options: PeerOptions;
    #connection: GrpcConnection | undefined;
    #load: Load | undefined;
    #loop: ClosedLoop | PacedLoop | undefined;
    #keepalive: NodeJS.Timeout | undefined;
    #onReady: () => void = () => undefined;
    #onFailure: (error: Error) => void = () => undefined;
    #failure: Error | undefined;
    /** Requests of the chaincode that were answered since the start. */
    requests = 0;

    private constructor(options: PeerOptions) {
        this.#options = options;
    }

    /** Dials a server; resolves when its chaincode has registered and was told that it may begin. */
    static async dial(options: PeerOptions): Promise<LoadPeer> {
        const peer = new LoadPeer(options);
        const ready = new Promise<void>((resolve, reject) => {
            peer.#onReady = resolve;
            peer.#onFailure = reject;
        });
        peer.#connection = await GrpcConnection.open(options, {
            onMessage: (message) => {
                peer.#receive(message);
            },
            onEnd: (error) => {
                peer.#fail(error ?? new Error('the server ended the stream'));
            },
        });
        try {
            await ready;
            return peer;
        } catch (error) {
            peer.close();
            throw error;
        }
    }

    /**
     * Runs a load to its end.
     * @throws Error for a wrong answer, a broken stream, or reads and writes that are not as many as they should be
     */
    async run(workload: TransactionKind, options: LoadOptions): Promise<LoadResult> {
        if (this.#failure !== undefined) throw this.#failure;
        workload.seed(this.#store);
        const { reads, writes } = this.#store;
        const load = new Load(workload, createTransactions(workload, clientIdentities()), options);
        this.#load = load;
        this.#loop = this.#begin(load, options);
        const timer = setTimeout(() => {
            load.fail(new Error(`${load.transactionsInFlight} transactions of ${workload.name} got no answer`));
        }, options.milliseconds + GRACE_MS);
        try {
            const result = await load.result;
            expectCount('reads', this.#store.reads - reads, workload.reads * result.transactions);
            expectCount('writes', this.#store.writes - writes, workload.writes * result.transactions);
            return result;
        } finally {
            clearTimeout(timer);
            this.#load = undefined;
            this.#loop = undefined;
        }
    }

    /** Ends the connection. Idempotent. */
    close(): void {
        clearInterval(this.#keepalive);
        this.#connection?.close();
    }

    /** Paced transactions leave one by one, on a connection that behaves as a peer's does when little is sent. */
    #begin(load: Load, options: LoadOptions): ClosedLoop | PacedLoop {
        const connection = this.#connection;
        if (connection === undefined) throw new Error('the peer has not dialed');
        const isPaced = 'perSecond' in options;
        connection.probesBandwidth = isPaced;
        if (!isPaced) {
            const loop = new ClosedLoop(
                load,
                (message) => {
                    connection.send(message);
                },
                options.concurrency,
            );
            connection.flush();
            return loop;
        }
        const sendNow = (message: Buffer): void => {
            connection.send(message);
            connection.flush();
        };
        return new PacedLoop(load, sendNow, options.perSecond);
    }

    #receive(bytes: Buffer): void {
        try {
            this.#handle(decodeMessage(bytes));
        } catch (error) {
            this.#fail(error as Error);
        }
    }

    #handle(message: ChaincodeMessage): void {
        switch (message.type) {
            case MessageType.COMPLETED:
            case MessageType.ERROR:
            case MessageType.TRANSACTION:
                this.#loop?.complete(message);
                break;
            case MessageType.REGISTER:
                this.#register();
                break;
            // What comes back of ours: an answer to KEEPALIVE, or an echo.
            case MessageType.KEEPALIVE:
            case MessageType.REGISTERED:
            case MessageType.READY:
                break;
            default:
                this.#answer(message);
        }
    }

    #register(): void {
        const { fabric, keepaliveMs } = this.#options;
        this.#connection?.send(encodeMessage({ type: MessageType.REGISTERED }));
        this.#connection?.send(encodeMessage({ type: MessageType.READY, payload: READY[fabric] }));
        if (keepaliveMs !== undefined)
            this.#keepalive = setInterval(() => {
                this.#sendKeepalive();
            }, keepaliveMs);
        this.#onReady();
    }

    #sendKeepalive(): void {
        this.#connection?.send(encodeMessage({ type: MessageType.KEEPALIVE }));
        this.#connection?.flush();
    }

    #answer({ type, payload, txId, channelId }: ChaincodeMessage): void {
        const answer = this.#answers.get(type);
        if (answer === undefined) throw new Error(`no workload asks for ${messageTypeName(type)}`);
        this.requests++;
        this.#connection?.send(
            encodeMessage({ type: MessageType.RESPONSE, txId, channelId, payload: answer(payload) }),
        );
    }

    #fail(error: Error): void {
        clearInterval(this.#keepalive);
        this.#failure ??= error;
        this.#onFailure(error);
        this.#load?.fail(error);
    }
}

function expectCount(what: string, actual: number, expected: number): void {
    if (actual !== expected) throw new Error(`${actual} ${what} were made where ${expected} were expected`);
}
