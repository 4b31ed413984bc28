/** Frames that wait to be taken until their queue is full. */
const HIGH_WATER_MARK = 16;

/** What happens at the end where frames are taken. */
export interface FrameReader {
    /** The queue was full and has room again. */
    onRoom(): void;
    /** The iteration is over: there are no more frames, or the loop was left. */
    onLeave(): void;
}

/** Frames that came and were not yet taken, in their order. Knows nothing of where they come from. */
export class FrameQueue {
    readonly #frames: Uint8Array[] = [];
    readonly #reader: FrameReader;
    #ended = false;
    #reason: Error | undefined;
    #wakeReader: (() => void) | undefined;

    constructor(reader: FrameReader) {
        this.#reader = reader;
    }

    get ended(): boolean {
        return this.#ended;
    }

    /** Adds a frame, unless the queue has ended. False where it is full now: `onRoom` tells when to go on. */
    push(frame: Uint8Array): boolean {
        if (this.#ended) return true;
        this.#frames.push(frame);
        this.#wakeReader?.();
        return this.#frames.length <= HIGH_WATER_MARK;
    }

    /** Frames already here are still delivered; then the iteration ends, or throws the reason. The first end counts. */
    end(reason?: Error): void {
        if (this.#ended) return;
        this.#ended = true;
        this.#reason = reason;
        this.#wakeReader?.();
    }

    /** The frames as they come. To be called once. */
    async *frames(): AsyncGenerator<Uint8Array> {
        try {
            for (let frame = await this.#take(); frame !== undefined; frame = await this.#take()) yield frame;
        } finally {
            this.#reader.onLeave();
        }
        if (this.#reason !== undefined) throw this.#reason;
    }

    /** The next frame; undefined behind the last one. */
    async #take(): Promise<Uint8Array | undefined> {
        while (this.#frames.length === 0 && !this.#ended) {
            await new Promise<void>((resolve) => {
                this.#wakeReader = resolve;
            });
        }
        const frame = this.#frames.shift();
        if (this.#frames.length === HIGH_WATER_MARK) this.#reader.onRoom();
        return frame;
    }
}
