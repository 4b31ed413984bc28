import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface KeptFile {
    /** Base64; undefined: there was none. */
    readonly before: string | undefined;
    /** The same of what was left there. */
    readonly after: string | undefined;
}

/**
 * Files as they were, so that they can be put back to the byte: lock files, which a package manager would resolve anew.
 * What somebody has changed since then stays theirs.
 */
export class KeptFiles {
    readonly #folder: string;
    readonly #names: readonly string[];
    readonly #before: ReadonlyMap<string, string | undefined>;

    private constructor(folder: string, names: readonly string[]) {
        this.#folder = folder;
        this.#names = names;
        this.#before = new Map(names.map((name) => [name, contentOf(join(folder, name))]));
    }

    /** Reads the files of a folder, those that there are. */
    static read(folder: string, names: readonly string[]): KeptFiles {
        return new KeptFiles(folder, names);
    }

    /** Puts them back as they were, or those of these names, whatever they have become. */
    restore(names: readonly string[] = this.#names): void {
        for (const name of names) putBack(join(this.#folder, name), this.#before.get(name));
    }

    /** Writes into a file what they were and what they are now. */
    save(file: string): void {
        const kept = this.#names.map((name): [string, KeptFile] => [
            name,
            { before: this.#before.get(name), after: contentOf(join(this.#folder, name)) },
        ]);
        mkdirSync(join(file, '..'), { recursive: true });
        writeFileSync(file, JSON.stringify(Object.fromEntries(kept)));
    }

    /**
     * Takes up what a file has kept of the files that nobody has changed since.
     * @returns what puts them back, as often as it is called; undefined where nothing was kept
     */
    static unchanged(folder: string, file: string): (() => void) | undefined {
        if (!existsSync(file)) return undefined;
        const kept = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, KeptFile>>;
        const unchanged = Object.entries(kept).filter(([name, { after }]) => contentOf(join(folder, name)) === after);
        return () => {
            for (const [name, { before }] of unchanged) putBack(join(folder, name), before);
        };
    }
}

function contentOf(path: string): string | undefined {
    return existsSync(path) ? readFileSync(path).toString('base64') : undefined;
}

function putBack(path: string, content: string | undefined): void {
    if (content === undefined) rmSync(path, { force: true });
    else writeFileSync(path, Buffer.from(content, 'base64'));
}
