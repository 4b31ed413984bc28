import { ArchiveError } from '../archive/archive-error';
import { gunzip } from '../archive/gzip';
import { readTar, type TarEntry } from '../archive/tar-reader';
import { error, type Finding, warning } from '../reporting/finding';

/** What is in an archive, and what of it a peer refuses. */
export interface UnpackedFiles {
    /** The regular files, by the name under which they are found. */
    readonly files: ReadonlyMap<string, TarEntry>;
    readonly findings: readonly Finding[];
}

/**
 * Unpacks a gzip file with a tar archive, in memory.
 *
 * @param where how findings call the archive
 */
export function unpack(where: string, bytes: Uint8Array): readonly TarEntry[] | Finding {
    try {
        return readTar(gunzip(bytes));
    } catch (thrown) {
        if (!(thrown instanceof ArchiveError)) throw thrown;
        return error(where, thrown.message, 'pack it again with tar -czf, or heddle package');
    }
}

const PARTS = ['metadata.json', 'code.tar.gz'];

/** The files of a package itself (fabric, core/chaincode/persistence/chaincode_package.go, ParseChaincodePackage). */
export function filesOfPackage(where: string, entries: readonly TarEntry[]): UnpackedFiles {
    const files = new Map<string, TarEntry>();
    const findings: Finding[] = [];
    for (const entry of entries) {
        const name = `${where}: ${entry.name}`;
        if (entry.kind !== 'file') {
            const remedy = 'pack the two files alone: tar -czf PACKAGE.tgz metadata.json code.tar.gz';
            findings.push(error(name, `is a ${entry.kind}, for which peers refuse the package`, remedy));
        } else if (files.has(entry.name)) {
            findings.push(error(name, 'is there twice', 'take one of them away'));
        } else if (PARTS.includes(entry.name)) {
            files.set(entry.name, entry);
        } else {
            findings.push(strayFile(name, entry.name));
        }
    }
    const missing = PARTS.filter((part) => !files.has(part));
    const remedy = 'put metadata.json and code.tar.gz at the top of the package';
    return { files, findings: [...findings, ...missing.map((part) => error(where, `has no ${part}`, remedy))] };
}

function strayFile(where: string, name: string): Finding {
    const meant = PARTS.find((part) => name.endsWith(`/${part}`));
    if (meant === undefined) return warning(where, 'means nothing to a peer', 'take it away');
    const remedy = `pack it as ${meant}, without a folder: tar -czf PACKAGE.tgz metadata.json code.tar.gz`;
    return error(where, `is not found by peers, which look for ${meant}`, remedy);
}

/** The files of code.tar.gz (fabric, core/container/externalbuilder/tar.go, Untar). */
export function filesOfCode(where: string, entries: readonly TarEntry[]): UnpackedFiles {
    const files = new Map<string, TarEntry>();
    const findings: Finding[] = [];
    for (const entry of entries) {
        const path = cleanPath(entry.name);
        const refused = refusedInCode(`${where}: ${entry.name}`, entry, path);
        if (refused !== undefined) findings.push(refused);
        if (path === undefined || entry.kind !== 'file') continue;
        if (files.has(path)) findings.push(error(`${where}: ${path}`, 'is there twice', 'take one of them away'));
        else files.set(path, entry);
    }
    return { files, findings };
}

function refusedInCode(where: string, { kind, mode }: TarEntry, path: string | undefined): Finding | undefined {
    if (path === undefined) {
        return error(where, 'leads out of its folder, for which peers refuse the package', 'pack relative names');
    }
    if (kind === 'folder') return undefined;
    if (kind !== 'file') {
        return error(where, `is a ${kind}, for which peers refuse the package`, 'pack regular files and folders only');
    }
    return (mode & 0o400) === 0 ? unreadable(where, mode) : undefined;
}

function unreadable(where: string, mode: number): Finding {
    const shown = mode.toString(8).padStart(3, '0');
    return error(where, `has the mode ${shown}, so that the builder cannot read it`, 'pack it with the mode 644');
}

/** The path without `.` and `..`, as Go's filepath.Clean has it; undefined if it leads out of the folder. */
function cleanPath(name: string): string | undefined {
    if (name.startsWith('/')) return undefined;
    const path: string[] = [];
    for (const segment of name.split('/')) {
        if (segment === '' || segment === '.') continue;
        if (segment !== '..') path.push(segment);
        else if (path.pop() === undefined) return undefined;
    }
    return path.join('/');
}
