/** What code.tar.gz may have beside connection.json and META-INF. Peers do not look at it; the package id stands for it. */

/** Lists the code that a package stands for. */
export const CODE_LISTING = 'code-listing.txt';

/** Says what that code is made of: CycloneDX, as JSON. */
export const SOFTWARE_BILL = 'sbom.cdx.json';
