import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the page, served at exactly this path. */
export interface PageFile {
    readonly path: string;
    /** Its content type. */
    readonly type: string;
    /** Whether its name changes with its content. */
    readonly isImmutable: boolean;
    readonly content: Buffer;
}

/** Reads the page; undefined in a checkout where it has not been built. */
export function readPage(): PageFile[] | undefined {
    const list = join(__dirname, 'files.json');
    if (!existsSync(list)) return undefined;
    const { files } = JSON.parse(readFileSync(list, 'utf8')) as {
        readonly files: readonly { readonly path: string; readonly type: string; readonly file: string }[];
    };
    return files.map(({ path, type, file }) => ({
        path,
        type,
        isImmutable: path !== '/',
        content: readFileSync(join(__dirname, 'files', file)),
    }));
}
