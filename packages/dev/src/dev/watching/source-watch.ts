import { createHash } from 'node:crypto';
import { existsSync, type FSWatcher, lstatSync, readdirSync, readFileSync, watch } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { reasonOf } from 'heddle/command';
import type { SourceRule } from './source-rule';

export interface SourceWatchOptions {
    readonly rule: SourceRule;
    /** Is told of folders that cannot be watched; the others are. */
    warn(text: string): void;
}

/** Editors write a file in several steps, and save several files at once. */
const SETTLE_MS = 80;

/** In place of the hash of a file's content. */
const UNREAD = 'unread';
const GONE = 'gone';

/**
 * Tells when the files below a folder change.
 *
 * Owns: one watcher for each folder that is not ignored. `recursive` of fs.watch is not used: on Linux it also watches
 * what is to be ignored, file by file, loses what is created while it walks, and throws when a folder vanishes
 * (node issues 48437, 52018).
 *
 * A file whose content is what it was at the last change has not changed.
 */
export class SourceWatch {
    readonly #options: SourceWatchOptions;
    readonly #watchers = new Map<string, FSWatcher>();
    readonly #contents = new Map<string, string>();
    #touched = new Set<string>();
    #touches = 0;
    #wake: () => void = () => undefined;
    #isClosed = false;

    constructor(folder: string, options: SourceWatchOptions) {
        this.#options = options;
        this.#read(folder);
    }

    /** Waits for changes, and for them to settle. @returns the paths; none when the watch was closed */
    async next(): Promise<string[]> {
        for (;;) {
            await this.#untilTouched();
            if (this.#isClosed) return [];
            const changed = [...this.#touched].filter((path) => this.#hasChanged(path));
            this.#touched = new Set();
            if (changed.length > 0) return changed.sort();
        }
    }

    /** Idempotent. */
    close(): void {
        this.#isClosed = true;
        for (const watcher of this.#watchers.values()) watcher.close();
        this.#watchers.clear();
        this.#wake();
    }

    async #untilTouched(): Promise<void> {
        let seen = 0;
        while (!this.#isClosed && (this.#touched.size === 0 || this.#touches !== seen)) {
            seen = this.#touches;
            await new Promise<void>((resolve) => {
                this.#wake = resolve;
                if (this.#touched.size > 0) setTimeout(resolve, SETTLE_MS);
            });
        }
    }

    /** Each folder is watched before it is read, so that nothing comes into being unseen. */
    #read(folder: string): void {
        if (!this.#watch(folder)) return;
        for (const path of pathsIn(folder)) {
            if (existsAsFolder(path)) this.#read(path);
            else if (this.#options.rule.isSource(path)) this.#contents.set(path, UNREAD);
        }
    }

    /** @returns whether it is watched, and was not before */
    #watch(folder: string): boolean {
        if (this.#watchers.has(folder) || this.#isClosed || !this.#options.rule.hasSources(folder)) return false;
        try {
            const watcher = watch(folder, (_, name) => {
                if (name !== null) this.#notice(folder, name);
            });
            watcher.on('error', () => {
                this.#forget(folder);
            });
            this.#watchers.set(folder, watcher);
            this.#contents.set(folder, UNREAD);
            return true;
        } catch (error) {
            if (existsAsFolder(folder))
                this.#options.warn(`changes in ${folder} are not seen (${reasonOf(error)}): start again after them`);
            return false;
        }
    }

    #forget(folder: string): void {
        for (const [path, watcher] of this.#watchers) {
            if (path !== folder && !path.startsWith(folder + sep)) continue;
            watcher.close();
            this.#watchers.delete(path);
        }
    }

    #notice(folder: string, name: string): void {
        const path = join(folder, name);
        // A folder that is deleted says so by its own name, and may be there again, with nobody watching it.
        if (name === basename(folder) && !existsSync(path)) {
            this.#forget(folder);
            this.#mark(folder);
            this.#touch(folder);
        } else this.#touch(path);
    }

    #touch(path: string): void {
        if (existsAsFolder(path)) {
            this.#touchFolder(path);
            return;
        }
        // A folder that has gone has taken its files along.
        if (this.#watchers.has(path) || this.#options.rule.isSource(path)) this.#mark(path);
    }

    #mark(path: string): void {
        this.#touched.add(path);
        this.#touches++;
        this.#wake();
    }

    /** What was in a new folder before it was watched counts as new. */
    #touchFolder(folder: string): void {
        if (!this.#watch(folder)) return;
        for (const path of pathsIn(folder)) this.#touch(path);
    }

    #hasChanged(path: string): boolean {
        const content = hashOf(path);
        const isChanged = (this.#contents.get(path) ?? GONE) !== content;
        this.#contents.set(path, content);
        if (content === GONE) this.#forget(path);
        return isChanged;
    }
}

/** Takes a folder that cannot be looked at for none, and a link to one, which may lead anywhere. */
function existsAsFolder(path: string): boolean {
    try {
        return lstatSync(path).isDirectory();
    } catch {
        return false;
    }
}

/** Nothing if the folder has vanished again. */
function pathsIn(folder: string): string[] {
    try {
        return readdirSync(folder).map((name) => join(folder, name));
    } catch {
        return [];
    }
}

function hashOf(path: string): string {
    if (existsAsFolder(path)) return UNREAD;
    try {
        return createHash('sha256').update(readFileSync(path)).digest('base64');
    } catch {
        return GONE;
    }
}
