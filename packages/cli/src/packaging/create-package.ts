import { MAX_ARCHIVE_BYTES } from '../archive/archive-error';
import { gzipStored } from '../archive/gzip';
import { type ArchiveFile, createTar } from '../archive/tar-writer';
import { ConfigurationError } from '../reporting/command-error';
import type { ConnectionFields } from './connection-fields';
import { packageIdOf } from './package-id';

/** What goes into a package, checked. */
export interface PackageContent {
    readonly type: string;
    readonly label: string;
    readonly connection: ConnectionFields;
    /** Below META-INF. */
    readonly files: readonly ArchiveFile[];
}

/** A package, and the id that every peer will give it. */
export interface ChaincodePackage {
    readonly packageId: string;
    readonly bytes: Buffer;
}

/**
 * Makes a package. The same content gives the same bytes, and so the same id, on every machine and at any time.
 *
 * @throws ArchiveError if two files have one name
 * @throws ConfigurationError if it is too large for every peer
 */
export function createPackage({ type, label, connection, files }: PackageContent): ChaincodePackage {
    const code = createTar([{ name: 'connection.json', content: json(connection) }, ...files]);
    const parts = [
        { name: 'metadata.json', content: json({ type, label }) },
        { name: 'code.tar.gz', content: gzipStored(code) },
    ];
    const bytes = gzipStored(createTar(parts));
    refuseTooLarge(bytes);
    return { packageId: packageIdOf(label, bytes), bytes };
}

function refuseTooLarge({ length }: Buffer): void {
    if (length <= MAX_ARCHIVE_BYTES) return;
    const problem = `the package would have ${length} bytes, and peers take at most ${MAX_ARCHIVE_BYTES}`;
    throw new ConfigurationError(`${problem}: make the files below META-INF/statedb, or that of --sbom, smaller`);
}

function json(value: object): Buffer {
    return Buffer.from(`${JSON.stringify(value, undefined, 4)}\n`);
}
