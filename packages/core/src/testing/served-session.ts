import {
    type ChaincodeMessage,
    createStreamPair,
    type MessageStream,
    MessageType,
    type PeerCapabilities,
    response,
} from '@heddle/protocol';
import type { Chaincode, ChaincodeResponse } from '../chaincode';
import { success } from '../chaincode';
import { type SessionOptions, SessionRunner } from '../session/session-runner';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { RecordedLog } from './recorded-log';
import { ScriptedPeer, type ScriptedTransaction } from './scripted-peer';

/** What a test lets a transaction do; what it returns is the response, nothing is a success. */
export type TransactionFunction = (stub: ChaincodeStub) => unknown;

export interface ServedSessionOptions extends Partial<Omit<SessionOptions, 'chaincode' | 'logger'>> {
    /** What the peer announces in READY; nothing by default, as before Fabric 3.1. */
    readonly capabilities?: Partial<PeerCapabilities>;
}

/** Peers that take batches of reads and writes, this many at a time. */
export function batches(reads = 100, writes = reads): Partial<PeerCapabilities> {
    return {
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: reads,
        useWriteBatch: true,
        maxSizeWriteBatch: writes,
    };
}

/** A chaincode of one function, for Init and Invoke. */
export function chaincodeOf(run: TransactionFunction): Chaincode {
    const call = async (stub: ChaincodeStub): Promise<ChaincodeResponse> =>
        ((await run(stub)) as ChaincodeResponse | undefined) ?? success();
    return { Init: call, Invoke: call };
}

/** A session over a stream pair, and the scripted peer at its other end. */
export class ServedSession {
    readonly runner: SessionRunner;
    readonly log = new RecordedLog();
    /** Resolves when the session is over. */
    readonly running: Promise<void>;
    readonly peer: ScriptedPeer;

    private constructor(streams: [MessageStream, MessageStream], chaincode: Chaincode, options: ServedSessionOptions) {
        const { capabilities: _, ...sessionOptions } = options;
        this.runner = new SessionRunner(streams[0], {
            packageId: 'asset:1234',
            ...sessionOptions,
            chaincode,
            logger: this.log,
        });
        this.running = this.runner.run();
        this.peer = new ScriptedPeer(streams[1]);
    }

    /** Serves a function, or a chaincode, to a peer that registers it. */
    static async start(
        served: TransactionFunction | Chaincode,
        options: ServedSessionOptions = {},
    ): Promise<ServedSession> {
        const session = ServedSession.startUnregistered(served, options);
        await session.peer.register(options.capabilities);
        return session;
    }

    /** The same with a peer that has said nothing yet. */
    static startUnregistered(
        served: TransactionFunction | Chaincode,
        options: ServedSessionOptions = {},
    ): ServedSession {
        const chaincode = typeof served === 'function' ? chaincodeOf(served) : served;
        return new ServedSession(createStreamPair(), chaincode, options);
    }

    /** Runs a transaction and takes its answer, decoded. */
    async result(transaction?: ScriptedTransaction): Promise<TransactionResult> {
        return resultOf(await this.peer.result(transaction));
    }

    /** Hangs up, and waits for the session to notice. */
    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
        await this.running;
    }
}

export interface TransactionResult {
    readonly type: number;
    readonly status: number;
    readonly message: string;
    readonly payload: Buffer;
    readonly event: Buffer;
}

/** Decodes a COMPLETED; the text of an ERROR is its message. */
export function resultOf({ type, payload, event }: ChaincodeMessage): TransactionResult {
    if (type === MessageType.ERROR) return { type, status: 0, message: payload.toString(), payload, event };
    return { type, ...response.decode(payload), event };
}

/** Lets everything happen that can happen without anything from outside. */
export async function quiescence(turns = 5): Promise<void> {
    for (let turn = 0; turn < turns; turn++) {
        await new Promise((resolve) => {
            setImmediate(resolve);
        });
    }
}
