import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface DataReadersOptions {
    isCode(path: string): boolean;
    isIgnored(path: string): boolean;
    /** The commands of the build. */
    readonly steps: readonly string[];
}

/** How long the code of a package counts as known: a watch begins with many questions at once. */
const FRESH_MS = 100;

/**
 * What in a package may read data: its code, its tsconfig.json, and the commands of its build.
 *
 * Owns: the texts of these files, each read again when it has changed.
 */
export class DataReaders {
    readonly #folder: string;
    readonly #options: DataReadersOptions;
    readonly #texts = new Map<string, { readonly version: string; readonly text: string }>();
    #readAt = -Infinity;

    constructor(folder: string, options: DataReadersOptions) {
        this.#folder = folder;
        this.#options = options;
    }

    /** Whether a folder of the package has code in it. */
    hasCode(folder: string): boolean {
        this.#read();
        return [...this.#texts.keys()].some((path) => path.startsWith(folder + sep));
    }

    /** Whether something names a file, with or without its folder and its extension: `../data/rates.json`, `'./rates'`. */
    name(file: string): boolean {
        this.#read();
        const stem = file.replace(/\.[^.]*$/, '');
        const mentions = [file, `/${stem}'`, `/${stem}"`, `/${stem}\``];
        const texts = [...this.#options.steps, ...Array.from(this.#texts.values(), ({ text }) => text)];
        return texts.some((text) => mentions.some((mention) => text.includes(mention)));
    }

    #read(): void {
        if (performance.now() - this.#readAt < FRESH_MS) return;
        const paths = [...codeIn(this.#folder, this.#options), join(this.#folder, 'tsconfig.json')];
        for (const path of this.#texts.keys()) if (!paths.includes(path)) this.#texts.delete(path);
        for (const path of paths) this.#readFile(path);
        this.#readAt = performance.now();
    }

    #readFile(path: string): void {
        try {
            const { mtimeMs, size } = statSync(path);
            const version = `${mtimeMs} ${size}`;
            if (this.#texts.get(path)?.version !== version)
                this.#texts.set(path, { version, text: readFileSync(path, 'utf8') });
        } catch {
            // It has gone, or is not there yet.
            this.#texts.delete(path);
        }
    }
}

function codeIn(folder: string, options: DataReadersOptions): string[] {
    return entriesOf(folder).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return options.isIgnored(path) ? [] : codeIn(path, options);
        return options.isCode(path) ? [path] : [];
    });
}

/** Nothing if the folder has vanished. */
function entriesOf(folder: string): Dirent[] {
    try {
        return readdirSync(folder, { withFileTypes: true });
    } catch {
        return [];
    }
}
