import { realpathSync } from 'node:fs';
import { ConfigurationError } from '../reporting/command-error';

const REMEDY = 'give the new version a folder of its own, or restart the server';

/**
 * Which code this process has loaded. Node.js keeps a module for as long as a process lives: what is in its folder by then may
 * be other code.
 */
export class LoadedCode {
    /** By the folder of a package: the digest of its files when they were loaded; undefined if nobody looked. */
    readonly #digests = new Map<string, string | undefined>();

    /** Notes that the package in a folder was loaded, and not compared with anything. */
    noteUncompared(folder: string): void {
        const place = realpathSync(folder);
        if (!this.#digests.has(place)) this.#digests.set(place, undefined);
    }

    /**
     * Notes that packages were compared and are loaded now. What was compared and not loaded after all may become other code.
     *
     * @param digests of their files, by their folders
     * @throws ConfigurationError as `check`
     */
    noteCompared(digests: ReadonlyMap<string, string>): void {
        this.check(digests);
        for (const [place, digest] of digests) this.#digests.set(place, digest);
    }

    /** @throws ConfigurationError where one of these packages is loaded already and was, or may have been, other code */
    check(digests: ReadonlyMap<string, string>): void {
        for (const [place, digest] of digests) this.#refuseOther(place, digest);
    }

    #refuseOther(place: string, digest: string): void {
        if (!this.#digests.has(place)) return;
        const loaded = this.#digests.get(place);
        if (loaded === digest) return;
        const when = loaded === undefined ? 'before it was compared with a package' : 'when it was other code';
        throw new ConfigurationError(`${place} was loaded in this process ${when}: ${REMEDY}`);
    }
}
