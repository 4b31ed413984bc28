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

    /** Adds a frame, unless the queue has ended. */
    push(frame: Uint8Array): void {
        if (this.#ended) return;
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
