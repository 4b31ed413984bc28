import { BLOCKED_MS, type BlockReport } from './blocking/block-report';
import { writeBlocked } from './connection/blocked-file';

export interface BlockageNotesOptions {
    /** Of the package, absolute. */
    readonly folder: string;
    note(level: 'info' | 'error', text: string): void;
}

/** Tells on the terminal that the chaincode is blocked, and where the commands that call it look for that. */
export class BlockageNotes {
    readonly #options: BlockageNotesOptions;
    #since: number | undefined;

    /** What an earlier session has left is not true any more. */
    constructor(options: BlockageNotesOptions) {
        this.#options = options;
        writeBlocked(options.folder, undefined);
    }

    note({ isBlocked, place = 'native code, as of execSync or a large JSON.parse,' }: BlockReport): void {
        if (!isBlocked) {
            this.#goesOn();
            return;
        }
        // Another one of its group is blocked already, by the same call.
        if (this.#since !== undefined) return;
        this.#since = performance.now() - BLOCKED_MS;
        const time = new Date().toTimeString().slice(0, 8);
        const what = `the chaincode is blocked: ${place} runs without a pause`;
        writeBlocked(this.#options.folder, `${what} since about ${time}, and no call is answered meanwhile`);
        this.#options.note(
            'error',
            `${what} for ${BLOCKED_MS / 1000} s, and no call is answered meanwhile; if it is an endless loop, correct it: ` +
                'the next change ends it',
        );
    }

    /** Forgets what was told: that process is gone. */
    clear(): void {
        if (this.#since === undefined) return;
        this.#since = undefined;
        writeBlocked(this.#options.folder, undefined);
    }

    #goesOn(): void {
        if (this.#since === undefined) return;
        const seconds = (performance.now() - this.#since) / 1000;
        this.#options.note('info', `the chaincode goes on, after about ${seconds.toFixed(1)} s`);
        this.clear();
    }
}
