import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const KEY = 'heddle.secondRun';
const LENGTH_BYTES = Int32Array.BYTES_PER_ELEMENT;
const MOST_BYTES = 256;

/** Which transaction's second run is under way in this process: its threads have the memory of it in common. */
export class SecondRunFlag {
    readonly #length: Int32Array;
    readonly #bytes: Uint8Array;

    /** To be made in the main thread before any other thread is started. */
    constructor() {
        if (isMainThread) setEnvironmentData(KEY, new SharedArrayBuffer(LENGTH_BYTES + MOST_BYTES));
        const memory = getEnvironmentData(KEY) as SharedArrayBuffer; // set above, by the main thread
        this.#length = new Int32Array(memory, 0, 1);
        this.#bytes = new Uint8Array(memory, LENGTH_BYTES);
    }

    set(txId: string): void {
        const bytes = Buffer.from(txId).subarray(0, MOST_BYTES);
        this.#bytes.set(bytes);
        Atomics.store(this.#length, 0, bytes.length);
    }

    clear(): void {
        Atomics.store(this.#length, 0, 0);
    }

    isSet(txId: string): boolean {
        const length = Atomics.load(this.#length, 0);
        return length > 0 && Buffer.from(this.#bytes.subarray(0, length)).toString() === txId;
    }
}
