import { inspectPackage } from '../packaging/inspect-package';
import { readPackageFile } from '../packaging/package-file';
import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding } from '../reporting/finding';
import { type CodeDifference, type CodeListing, compareListings, decodeListing, digestOfListing } from './code-listing';
import { listCode, type ListedCode } from './list-code';

/** What a package says about the code that it stands for. */
export interface PackedCode {
    readonly listing: CodeListing;
    /** By which all of the code is called: `sha256:` and hex. */
    readonly digest: string;
}

/** How code in a folder compares with what was packed. */
export interface CodeComparison extends Pick<ListedCode, 'digests'> {
    readonly findings: readonly Finding[];
    /** What could not be compared, since each machine has its own. */
    readonly leftOut: readonly string[];
}

const DIFFERENCES: Readonly<Record<CodeDifference['kind'], readonly [what: string, remedy: string]>> = {
    changed: ['is not the file that was packed', 'build and install from the same sources and lock file'],
    missing: ['is missing, and was packed', 'put it there, or say in "files" of package.json what servers have'],
    added: ['was not packed', 'take it away, or say in "files" of package.json what servers have'],
    used: ['and it was not so when it was packed', 'install again by the lock file: npm ci --omit=dev'],
};

/** What is to be done by those who meant the code to differ. */
const PACK_AGAIN = 'or make a package of this code, which has another id, and approve that';

/**
 * Reads the listing of a package.
 *
 * @param text the listing's text; undefined if the package has no listing
 * @returns undefined if the package has no listing
 * @throws ConfigurationError if it is no listing
 */
export function packedCodeOf(file: string, text: string | undefined): PackedCode | undefined {
    if (text === undefined) return undefined;
    const listing = decodeListing(text);
    if (listing !== undefined) return { listing, digest: `sha256:${digestOfListing(listing)}` };
    throw new ConfigurationError(
        `the list of code in ${file} cannot be read: take the package as heddle package wrote it, or the version of heddle that did`,
    );
}

/** Compares what was packed with a folder. It runs nothing of what is there. */
export function compareCode(packed: PackedCode, folder: string): CodeComparison {
    const { listing, digests, missing, leftOut } = listCode(folder);
    const [first, ...others] = compareListings(packed.listing, listing);
    if (first === undefined) return { findings: [], digests, leftOut };
    const [what, remedy] = DIFFERENCES[first.kind];
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    const absent = missing.length === 0 ? '' : ` (not installed: ${missing.join('; ')})`;
    return {
        findings: [error(`${folder}: ${first.what}`, `${what}${more}${absent}`, `${remedy}; ${PACK_AGAIN}`)],
        digests,
        leftOut,
    };
}

/** What a server has made sure of. */
export interface VerifiedCode {
    readonly digest: string;
    /** Of its packages, by their folders. */
    readonly digests: ReadonlyMap<string, string>;
    readonly fileCount: number;
    readonly leftOut: readonly string[];
}

/**
 * Makes sure that a folder has the code that a package stands for, and that a server has the id of that package.
 *
 * @throws ConfigurationError that names the first file that differs
 */
export function verifyCode(file: string, packageId: string, folder: string): VerifiedCode {
    const inspection = inspectPackage(file, readPackageFile(file), new Date());
    if (inspection.packageId !== packageId) {
        const actual = inspection.packageId ?? 'none that can be read';
        throw new ConfigurationError(
            `the package id is ${packageId}, and that of ${file} is ${actual}: name the file that the peers have installed, or set CORE_CHAINCODE_ID to its id`,
        );
    }
    const packed = packedCodeOf(file, inspection.codeListing);
    if (packed === undefined) {
        const remedy = 'make it with heddle package --with-code, or leave out --package';
        throw new ConfigurationError(`${file} does not say which code it stands for: ${remedy}`);
    }
    const { findings, digests, leftOut } = compareCode(packed, folder);
    const [first] = findings;
    if (first !== undefined) {
        throw new ConfigurationError(`nothing is served: ${first.where} ${first.what}: ${first.remedy}`);
    }
    return { digest: packed.digest, digests, fileCount: packed.listing.files.size, leftOut };
}
