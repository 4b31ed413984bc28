import type { ArchiveFile } from '../archive/tar-writer';
import { error, type Finding } from '../reporting/finding';
import { STATE_DATABASE_FOLDER } from './check-indexes';
import type { DeclaredIndex } from './declared-model';

/** Files of a package, and what is wrong with them. */
export interface IndexFiles {
    readonly files: readonly ArchiveFile[];
    readonly findings: readonly Finding[];
}

/**
 * Adds the CouchDB indexes that contracts declare to those that their author wrote. The same declarations give the same
 * bytes, and so the same package id. A file that is there already must say the same.
 */
export function addModelIndexes(authors: readonly ArchiveFile[], indexes: readonly DeclaredIndex[]): IndexFiles {
    const byName = new Map(authors.map((file) => [file.name, file]));
    const findings: Finding[] = [];
    for (const index of indexes) {
        const file = fileOf(index);
        const own = byName.get(file.name);
        if (own !== undefined && !isAlike(own, file)) findings.push(differs(file, index));
        if (Buffer.byteLength(`${index.name}.json`) > LONGEST_NAME_BYTES) findings.push(tooLong(file));
        if (own === undefined) byName.set(file.name, file);
    }
    const files = [...byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
    // What the author wrote alone keeps its order, and so its package keeps its id.
    return { files: indexes.length === 0 ? authors : files, findings };
}

/** Of file systems; the builder of a peer writes the file into one. */
const LONGEST_NAME_BYTES = 255;

function tooLong({ name }: ArchiveFile): Finding {
    const remedy = `give the entity or its index a shorter name: both with .json have at most ${LONGEST_NAME_BYTES} bytes`;
    return error(name, 'has a name that is too long for a file', remedy);
}

function fileOf({ name, fields, collection }: DeclaredIndex): ArchiveFile {
    const folder = collection === undefined ? 'indexes' : `collections/${collection}/indexes`;
    const definition = { ddoc: name, index: { fields }, name, type: 'json' };
    return {
        name: `${STATE_DATABASE_FOLDER}couchdb/${folder}/${name}.json`,
        content: Buffer.from(JSON.stringify(definition)),
    };
}

function isAlike(own: ArchiveFile, file: ArchiveFile): boolean {
    try {
        return canonical(JSON.parse(own.content.toString())) === file.content.toString();
    } catch {
        return false;
    }
}

function canonical(value: unknown): string {
    return JSON.stringify(value, (_name, member: unknown) => {
        if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
        return Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)));
    });
}

function differs({ name, content }: ArchiveFile, index: DeclaredIndex): Finding {
    const what = `is not the index ${index.name} that the contracts declare`;
    return error(name, what, `take it away, or write what is declared: ${content.toString()}`);
}
