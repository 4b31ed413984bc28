/** Of encoded blocks; older ones can be asked for again. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The last blocks that came, as long as they are not too many bytes. */
export class KeptBlocks {
    readonly #blocks = new Map<bigint, Buffer>();
    #bytes = 0;

    get(number: bigint): Buffer | undefined {
        return this.#blocks.get(number);
    }

    put(number: bigint, block: Buffer): void {
        this.#blocks.set(number, block);
        this.#bytes += block.length;
        for (const [oldest, { length }] of this.#blocks) {
            if (this.#bytes <= MOST_BYTES) return;
            this.#blocks.delete(oldest);
            this.#bytes -= length;
        }
    }
}
