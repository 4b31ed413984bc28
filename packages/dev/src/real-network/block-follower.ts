import { setTimeout as wait } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { decodeDeliveredBlock, type DeliveredBlock } from '@heddle/local-peer/internal';
import { checkpointers, GatewayError, type Network } from '@hyperledger/fabric-gateway';
import { wordsOf } from '../client/explain-failure';

const WAITS_MS = [1000, 2000, 5000, 10_000];
/** Of gRPC: the peer is not there, or was not in time. Anything else is an answer. */
const GONE: ReadonlySet<number> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]);

const ENDED = 'the peer has ended the connection';
/** What the client library makes of a status in place of a block. */
const UNEXPECTED_STATUS = /^Error: Unexpected status response: (\d+)/;
/** common.Status. */
const STATUS_NAMES: Readonly<Record<string, string>> = {
    400: 'BAD_REQUEST',
    403: 'FORBIDDEN',
    404: 'NOT_FOUND',
    500: 'INTERNAL_SERVER_ERROR',
    503: 'SERVICE_UNAVAILABLE',
};

export interface FollowOptions {
    readonly network: Network;
    readonly start: bigint;
    /** Takes a block, before the next one is asked for. */
    readonly take: (block: DeliveredBlock) => Promise<void>;
    /** Asks the peer something; rejects where it does not answer. */
    readonly ask: () => Promise<void>;
    /** Blocks cannot come, and why; undefined when they can again. */
    readonly silent: (reason: string | undefined) => void;
    /** The peer gives no private data, and why. */
    readonly withoutPrivateData: (reason: string) => void;
}

/**
 * Takes the blocks of a channel in order, each once, from one on. When the connection ends it is made anew, and goes on
 * behind the last block that was taken.
 */
export class BlockFollower {
    readonly #options: FollowOptions;
    readonly #checkpoint = checkpointers.inMemory();
    readonly #closing = new AbortController();
    #isPrivate = true;
    #failures = 0;
    #stream: { close(): void } | undefined;

    constructor(options: FollowOptions) {
        this.#options = options;
    }

    /** Resolves when it is closed. @throws whatever `take` throws */
    async run(): Promise<void> {
        const { signal } = this.#closing;
        while (!signal.aborted) {
            const reason = await this.#read();
            if (this.#isClosed()) return;
            this.#options.silent(reason);
            await this.#untilAnswered();
        }
    }

    /** A stream that is open may have nothing to tell for a long time: another question shows that the peer is back. */
    async #untilAnswered(): Promise<void> {
        const { signal } = this.#closing;
        const { ask, silent } = this.#options;
        while (!signal.aborted) {
            const ms = WAITS_MS[Math.min(this.#failures++, WAITS_MS.length - 1)] ?? 0;
            await wait(ms, undefined, { signal }).catch(() => undefined);
            try {
                await ask();
                silent(undefined);
                return;
            } catch (error) {
                silent(reasonOf(error));
            }
        }
    }

    /** Idempotent. */
    close(): void {
        this.#closing.abort();
        this.#stream?.close();
    }

    /** Until the connection ends. @returns why it did @throws whatever `take` throws */
    async #read(): Promise<string> {
        const blocks = this.#blocks();
        for (;;) {
            const next = await blocks.next().catch((error: unknown) => ({ done: true, failure: error }) as const);
            if ('failure' in next) return await this.#readLess(next.failure);
            if (next.done === true) return ENDED;
            await this.#take(next.value);
        }
    }

    /** Without private data, where that was what the peer has refused. */
    async #readLess(failure: unknown): Promise<string> {
        if (!this.#isPrivate || !isRefusal(failure)) return reasonOf(failure);
        this.#isPrivate = false;
        this.#options.withoutPrivateData(reasonOf(failure));
        return await this.#read();
    }

    async #take(block: DeliveredBlock): Promise<void> {
        this.#failures = 0;
        await this.#options.take(block);
    }

    async *#blocks(): AsyncGenerator<DeliveredBlock> {
        const { network, start } = this.#options;
        const from = { startBlock: start, checkpoint: this.#checkpoint };
        if (this.#isPrivate) {
            using events = await network.getBlockAndPrivateDataEvents(from);
            this.#follow(events);
            for await (const event of events) {
                yield decodeDeliveredBlock(event.serializeBinary());
                await this.#checkpoint.checkpointBlock(BigInt(event.getBlock()?.getHeader()?.getNumber() ?? 0));
            }
        } else {
            using events = await network.getBlockEvents(from);
            this.#follow(events);
            for await (const event of events) {
                yield { block: Buffer.from(event.serializeBinary()), privateWrites: new Map() };
                await this.#checkpoint.checkpointBlock(BigInt(event.getHeader()?.getNumber() ?? 0));
            }
        }
    }

    #follow(events: { close(): void }): void {
        this.#stream = events;
        if (this.#isClosed()) events.close();
    }

    /** A method, since it changes while one waits. */
    #isClosed(): boolean {
        return this.#closing.signal.aborted;
    }
}

/** Whether the peer has answered, and said no. */
function isRefusal(failure: unknown): boolean {
    if (failure instanceof GatewayError) return !GONE.has(failure.code);
    return UNEXPECTED_STATUS.test(String(failure));
}

function reasonOf(failure: unknown): string {
    if (failure instanceof GatewayError) return wordsOf(failure);
    const [, code] = UNEXPECTED_STATUS.exec(String(failure)) ?? [];
    // At the end of a stream the client library fails over the answer that is not there.
    return code === undefined ? ENDED : `the peer answers with status ${STATUS_NAMES[code] ?? code}`;
}
