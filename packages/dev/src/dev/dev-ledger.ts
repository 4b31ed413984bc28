import { createInterface, type Interface } from 'node:readline';
import { reasonOf } from 'heddle/command';
import type { DevLog } from './output/dev-log';
import { playSeed, type SeededNetwork } from './seeding/play-seed';
import type { SeedFile } from './seeding/seed-file';

/** The snapshot that is taken when the network is ready. */
export const START_SNAPSHOT = 'start';

export interface DevLedgerOptions {
    readonly seed: SeedFile | undefined;
    readonly log: DevLog;
    /** Where a person may type; undefined if nobody can. */
    readonly keyboard: NodeJS.ReadableStream | undefined;
    /** How many blocks a new ledger has: the first one; of a fork, those of the real ledger. */
    readonly firstHeight: bigint;
}

/** What the ledger of `heddle dev` begins with, and the snapshots of whoever sits before it. */
export class DevLedger implements Disposable {
    readonly #options: DevLedgerOptions;
    #keys: Interface | undefined;

    constructor(options: DevLedgerOptions) {
        this.#options = options;
    }

    /**
     * Seeds a ledger that is new, and takes the first snapshot.
     * @throws CommandError with the line of what is refused
     */
    async begin(network: SeededNetwork): Promise<void> {
        const { seed } = this.#options;
        if (seed !== undefined) await this.#seed(seed, network);
        await network.peer.mark({ name: START_SNAPSHOT });
    }

    /** Takes what is typed: `m` for a snapshot, `r` for a revert to the newest. */
    listen({ peer }: SeededNetwork): void {
        const { keyboard } = this.#options;
        if (keyboard === undefined) return;
        this.#keys = createInterface({ input: keyboard });
        this.#keys.on('line', (line) => {
            const key = line.trim().toLowerCase();
            if (key === 'm') void this.#tell(() => peer.mark({ name: freeName(peer.marks) }));
            if (key === 'r') void this.#tell(() => peer.revert(peer.marks.at(-1)?.name ?? START_SNAPSHOT));
        });
        this.#options.log.note('info', 'm and Enter takes a snapshot, r and Enter goes back to the newest');
    }

    [Symbol.dispose](): void {
        this.#keys?.close();
    }

    async #seed(seed: SeedFile, network: SeededNetwork): Promise<void> {
        const { log, firstHeight } = this.#options;
        const height = await network.peer.height();
        if (height > firstHeight) {
            log.note('info', `the ledger has ${height} blocks already: ${seed.path} is left out`);
            return;
        }
        const begin = performance.now();
        await playSeed(seed, network);
        const { state, calls } = seed;
        const what = `${countOf(state, 'key')}, ${countOf(calls, 'call')}`;
        log.note('info', `seeded from ${seed.path}: ${what}, in ${Math.round(performance.now() - begin)} ms`);
    }

    /** Never rejects: the terminal is told. The peer's observer tells what was done. */
    async #tell(work: () => Promise<unknown>): Promise<void> {
        try {
            await work();
        } catch (error) {
            this.#options.log.note('error', reasonOf(error));
        }
    }
}

function countOf({ length }: readonly unknown[], what: string): string {
    return length === 1 ? `1 ${what}` : `${length} ${what}s`;
}

function freeName(marks: readonly { readonly name: string | undefined }[]): string {
    for (let number = 1; ; number++) if (marks.every(({ name }) => name !== String(number))) return String(number);
}
