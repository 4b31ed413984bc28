/** How many frames may wait to be taken, or how many bytes of them, until the queue is full. */
export interface FrameLimits {
    readonly frames: number;
    readonly bytes: number;
    /** With so many frames left, a queue that was full has room again. */
    readonly room: number;
}

const DEFAULT_LIMITS: FrameLimits = { frames: 16, bytes: Infinity, room: 16 };

/** What happens at the end where frames are taken. */
export interface FrameReader {
    /** The queue was full and has room again. */
    onRoom(): void;
    /** The loop over the frames was left before their end. */
    onLeave(): void;
}

/** Takes a frame; where it returns a promise, it is handed no more until that resolves. */
export type TakeFrame = (frame: Uint8Array) => Promise<void> | undefined;

/** Who is handed the frames as they come, and how it learns of their end. */
interface Taker {
    readonly take: TakeFrame;
    readonly resolve: () => void;
    readonly reject: (reason: unknown) => void;
}

/** Frames that came and were not yet taken, in their order. Knows nothing of where they come from. */
export class FrameQueue {
    /** The frames as they come. To be iterated once. */
    readonly incoming: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => this.#iterator() };
    readonly #reader: FrameReader;
    readonly #limits: FrameLimits;
    /** Those that came since the frames before them began to be taken. */
    #arrived: Uint8Array[] = [];
    /** Those that are being taken, and how many of them are: a queue by `shift` would take longer. */
    #batch: Uint8Array[] = [];
    #taken = 0;
    #bytes = 0;
    #isFull = false;
    /** There is one reader at most. */
    #wakeReader: (() => void) | undefined;
    #taker: Taker | undefined;
    /** While the taker has to be waited for, or is being handed a frame: what comes then stays here, in its order. */
    #isHeld = true;
    #ended = false;
    #reason: Error | undefined;

    constructor(reader: FrameReader, limits = DEFAULT_LIMITS) {
        this.#reader = reader;
        this.#limits = limits;
    }

    get ended(): boolean {
        return this.#ended;
    }

    /** How many frames wait. */
    get size(): number {
        return this.#arrived.length + this.#batch.length - this.#taken;
    }

    /** Whether the sender is to be held back; `onRoom` tells when it may go on. What comes after the end is dropped. */
    get isFull(): boolean {
        return this.#isFull && !this.#ended;
    }

    /**
     * Hands on all frames, in the place of `incoming`: each within the call of `push` that adds it, so that it costs no
     * promise. Resolves at the end; rejects with the reason for the end, or with what `take` throws, which counts as
     * leaving the loop.
     */
    handTo(take: TakeFrame): Promise<void> {
        return new Promise((resolve, reject) => {
            this.#taker = { take, resolve, reject };
            this.#goOn(this.#taker);
        });
    }

    /** Adds a frame, unless the queue has ended. */
    push(frame: Uint8Array): void {
        if (this.#ended) return;
        const taker = this.#taker;
        if (taker === undefined || this.#isHeld) {
            this.#keep(frame);
            return;
        }
        // Within the call that takes it, others may come, and the end.
        if (this.#handOver(frame, taker) && this.#hasMore()) this.#goOn(taker);
    }

    #hasMore(): boolean {
        return this.#ended || this.size > 0;
    }

    #keep(frame: Uint8Array): void {
        this.#arrived.push(frame);
        this.#bytes += frame.length;
        if (this.size > this.#limits.frames || this.#bytes > this.#limits.bytes) this.#isFull = true;
        this.#wake();
    }

    /** Frames already here are still delivered; then the iteration ends, or throws the reason. The first end counts. */
    end(reason?: Error): void {
        if (this.#ended) return;
        this.#ended = true;
        this.#reason = reason;
        this.#wake();
        if (this.#taker !== undefined && !this.#isHeld) this.#goOn(this.#taker);
    }

    /** Hands on what is here, as far as it is taken. */
    #goOn(taker: Taker): void {
        this.#isHeld = false;
        let takesMore = true;
        while (takesMore) {
            const frame = this.#take();
            if (frame === undefined) break;
            takesMore = this.#handOver(frame, taker);
        }
        if (takesMore && this.#ended) this.#settle(taker);
    }

    /** What comes while it is being taken waits, so that the order is kept. Returns whether the next one may follow. */
    #handOver(frame: Uint8Array, taker: Taker): boolean {
        this.#isHeld = true;
        let waiting: Promise<void> | undefined;
        try {
            waiting = taker.take(frame);
        } catch (error) {
            this.#leave(taker, error);
            return false;
        }
        if (waiting !== undefined) {
            this.#goOnAfter(waiting, taker);
            return false;
        }
        this.#isHeld = false;
        return true;
    }

    #goOnAfter(waiting: Promise<void>, taker: Taker): void {
        waiting.then(
            () => {
                this.#goOn(taker);
            },
            (error: unknown) => {
                this.#leave(taker, error);
            },
        );
    }

    /** What is still here is nobody's any more. */
    #leave(taker: Taker, error: unknown): void {
        this.#taker = undefined;
        taker.reject(error);
        this.#reader.onLeave();
    }

    #settle(taker: Taker): void {
        this.#taker = undefined;
        if (this.#reason === undefined) taker.resolve();
        else taker.reject(this.#reason);
    }

    #wake(): void {
        const wake = this.#wakeReader;
        if (wake === undefined) return;
        this.#wakeReader = undefined;
        wake();
    }

    /** Not an async generator, which takes several turns of the promise queue for a frame that is already here. */
    #iterator(): AsyncIterator<Uint8Array> {
        return {
            next: () => {
                const frame = this.#take();
                return frame === undefined ? this.#awaitNext() : Promise.resolve({ value: frame, done: false });
            },
            return: () => {
                this.#reader.onLeave();
                return Promise.resolve({ value: undefined, done: true });
            },
        };
    }

    async #awaitNext(): Promise<IteratorResult<Uint8Array>> {
        while (this.size === 0 && !this.#ended) {
            await new Promise<void>((resolve) => {
                this.#wakeReader = resolve;
            });
        }
        const frame = this.#take();
        if (frame !== undefined) return { value: frame, done: false };
        const reason = this.#reason;
        this.#reason = undefined;
        if (reason !== undefined) throw reason;
        return { value: undefined, done: true };
    }

    #take(): Uint8Array | undefined {
        if (this.#taken === this.#batch.length) this.#exchange();
        const frame = this.#batch[this.#taken];
        if (frame === undefined) return undefined;
        this.#taken++;
        this.#noteTaken(frame);
        return frame;
    }

    #exchange(): void {
        const taken = this.#batch;
        if (taken.length > 0) taken.length = 0;
        this.#batch = this.#arrived;
        this.#arrived = taken;
        this.#taken = 0;
    }

    #noteTaken({ length }: Uint8Array): void {
        this.#bytes -= length;
        if (!this.#isFull || this.size > this.#limits.room || this.#bytes > this.#limits.bytes) return;
        this.#isFull = false;
        this.#reader.onRoom();
    }
}
