import type { ArchiveFile } from '../archive/tar-writer';
import { CODE_LISTING, SOFTWARE_BILL } from '../packaging/package-contents';
import { ConfigurationError } from '../reporting/command-error';
import { type Finding, warning } from '../reporting/finding';
import { digestOfListing, encodeListing } from './code-listing';
import { listCode } from './list-code';
import { lockFileOf } from './own-files';
import { makeSoftwareBill, readSoftwareBill } from './software-bill';

/** What a package has so that it stands for code. */
export interface CodeToPack {
    readonly files: readonly ArchiveFile[];
    /** By which all of the code is called: `sha256:` and hex. */
    readonly digest: string;
    readonly warnings: readonly Finding[];
}

/**
 * Lists the code of a folder, with its bill of materials.
 *
 * @param sbom a file with the bill; undefined to make it
 * @throws ConfigurationError if anything is not built or not installed, or no lock file says what is installed
 */
export async function packCode(folder: string, sbom: string | undefined): Promise<CodeToPack> {
    const { listing, missing, leftOut } = listCode(folder);
    if (missing.length > 0) {
        throw new ConfigurationError(
            `the code in ${folder} is not complete (not installed: ${missing.join('; ')}): run "npm ci"`,
        );
    }
    if (listing.uses.length > 0 && lockFileOf(folder) === undefined) {
        throw new ConfigurationError(
            `${folder} has no lock file, so that nobody could install the same code again: run "npm install"`,
        );
    }
    const bill = sbom === undefined ? await makeSoftwareBill(folder) : readSoftwareBill(sbom);
    const files = [
        { name: CODE_LISTING, content: Buffer.from(encodeListing(listing)) },
        { name: SOFTWARE_BILL, content: bill },
    ];
    const warnings = leftOut.map((what) =>
        warning(what, 'differs from machine to machine', 'it is not part of what the package stands for'),
    );
    return { files, digest: `sha256:${digestOfListing(listing)}`, warnings };
}
