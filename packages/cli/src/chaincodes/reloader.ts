import type { Logger } from '@heddle/core';
import { MistakeLog } from '../reporting/mistake-log';
import type { ChaincodeSource } from './chaincode-source';
import type { ServedChaincodes } from './served-chaincodes';

export interface ReloaderOptions {
    readonly source: ChaincodeSource;
    readonly chaincodes: ServedChaincodes;
    readonly logger: Logger;
}

/**
 * Sees to it that what is served follows the files that say so. It compares their contents now and then: that also works
 * where files are exchanged by way of a symbolic link, as Kubernetes does it, and on file systems of a network, which tell
 * nobody of changes.
 *
 * Owns: the timer. After a mistake in the files, what is served stays the same, and they are looked at again the next
 * time: they may have been written by half.
 */
export class Reloader {
    readonly #options: ReloaderOptions;
    readonly #ofChaincodes: MistakeLog;
    readonly #ofCertificates: MistakeLog;
    #timer: NodeJS.Timeout | undefined;
    #isChanging = false;
    #requests = 0;
    #answered = 0;
    #isClosed = false;

    constructor(options: ReloaderOptions) {
        this.#options = options;
        this.#ofChaincodes = new MistakeLog(options.logger);
        this.#ofCertificates = new MistakeLog(options.logger);
    }

    /** Looks at the files from now on. */
    start(): void {
        const { isInFiles, intervalMs } = this.#options.source;
        if (!isInFiles || intervalMs === 0 || this.#isClosed) return;
        this.#timer = setInterval(() => {
            this.#look();
        }, intervalMs).unref();
    }

    /** Looks at the files now, and tells mistakes again. Where something is being changed, it does so behind that, once. */
    readonly reload = (): void => {
        if (this.#isClosed) return;
        this.#requests++;
        this.#look();
    };

    /** Looks no more. Idempotent. */
    close(): void {
        this.#isClosed = true;
        clearInterval(this.#timer);
    }

    #look(): void {
        // Not behind a module that takes long to load: certificates expire.
        this.#renewCertificates();
        // It never rejects.
        if (!this.#isChanging) void this.#change();
    }

    async #change(): Promise<void> {
        this.#isChanging = true;
        do {
            const isAsked = this.#requests > this.#answered;
            this.#answered = this.#requests;
            if (isAsked) this.#beginAsked();
            const mistakes = await this.#changeChaincodes();
            if (this.#isClosed) return;
            this.#ofChaincodes.tell(mistakes);
            const isRenewed = this.#renewCertificates();
            if (isAsked && isRenewed && mistakes.length === 0) this.#options.logger.info({}, 'reloaded');
        } while (this.#requests > this.#answered);
        this.#isChanging = false;
    }

    #beginAsked(): void {
        this.#options.logger.info({}, 'reloading the configuration and the certificates');
        this.#options.chaincodes.forgetFailures();
        this.#ofChaincodes.forget();
        this.#ofCertificates.forget();
    }

    async #changeChaincodes(): Promise<unknown[]> {
        try {
            return await this.#options.chaincodes.change(this.#options.source.read());
        } catch (error) {
            return [error];
        }
    }

    /** @returns whether there was nothing wrong with them */
    #renewCertificates(): boolean {
        const mistakes = this.#options.chaincodes.renewCertificates();
        this.#ofCertificates.tell(mistakes);
        return mistakes.length === 0;
    }
}
