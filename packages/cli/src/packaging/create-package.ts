import type { ConnectionFields } from './connection-fields';
import { gzipStored } from './gzip';
import { packageIdOf } from './package-id';
import { type ArchiveFile, createTar } from './tar-writer';

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
 */
export function createPackage({ type, label, connection, files }: PackageContent): ChaincodePackage {
    const code = createTar([{ name: 'connection.json', content: json(connection) }, ...files]);
    const parts = [
        { name: 'metadata.json', content: json({ type, label }) },
        { name: 'code.tar.gz', content: gzipStored(code) },
    ];
    const bytes = gzipStored(createTar(parts));
    return { packageId: packageIdOf(label, bytes), bytes };
}

function json(value: object): Buffer {
    return Buffer.from(`${JSON.stringify(value, undefined, 4)}\n`);
}
