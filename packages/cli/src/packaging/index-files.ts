import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveFile } from '../archive/tar-writer';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { STATE_DATABASE_FOLDER } from './check-indexes';

/**
 * Reads what a package of contracts has for the peers' database: the files below META-INF/statedb. Others below META-INF
 * are the server's own. Files whose name begins with a dot are left out.
 *
 * @param folder the package's folder
 * @throws ConfigurationError if one cannot be read, or is neither a file nor a folder
 */
export function readIndexFiles(folder: string): ArchiveFile[] {
    const name = STATE_DATABASE_FOLDER.slice(0, -1);
    return existsSync(join(folder, name)) ? readFolder(folder, name) : [];
}

function readFolder(folder: string, name: string): ArchiveFile[] {
    try {
        return readdirSync(join(folder, name), { withFileTypes: true })
            .filter((entry) => !entry.name.startsWith('.'))
            .flatMap((entry) => readEntry(folder, `${name}/${entry.name}`, entry));
    } catch (cause) {
        if (cause instanceof ConfigurationError) throw cause;
        throw new ConfigurationError(`${join(folder, name)} cannot be read (${reasonOf(cause)}): correct that`, {
            cause,
        });
    }
}

function readEntry(folder: string, name: string, entry: Dirent): ArchiveFile[] {
    if (entry.isDirectory()) return readFolder(folder, name);
    // macOS may write the letters of a name in another form, which would give the same files another package id.
    if (entry.isFile()) return [{ name: name.normalize(), content: readFileSync(join(folder, name)) }];
    throw new ConfigurationError(`${join(folder, name)} is neither a file nor a folder: put the file itself there`);
}
