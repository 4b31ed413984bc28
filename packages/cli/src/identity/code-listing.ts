import { createHash } from 'node:crypto';

const FIRST_LINE = 'heddle code 1';
const FILE_LINE = /^([0-9a-f]{64}) {2}(.+)$/s;
const USES_LINE = /^uses {2}(\S+) (\S+) (\S+)$/;
/** What would end a line, or let it be read otherwise; Unicode's line ends are none here. */
const LINE_END = /[\0\r\n]/;

/** That a package finds another one under a name. */
export interface Use {
    /** By name and version; `.` for the package of contracts. */
    readonly from: string;
    readonly name: string;
    readonly to: string;
}

/** All code of a package of contracts. */
export interface CodeListing {
    /** SHA-256 in hex, by path; that of an installed package begins with node_modules/, its name and its version. */
    readonly files: ReadonlyMap<string, string>;
    readonly uses: readonly Use[];
}

/** Whether a path can be listed. */
export function isListable(path: string): boolean {
    return path !== '' && !LINE_END.test(path);
}

/**
 * Writes a listing: a line for each file, as sha256sum does, and for each use, sorted. Two listings that differ in anything
 * have different texts.
 */
export function encodeListing({ files, uses }: CodeListing): string {
    const ofFiles = [...files].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, sum]) => `${sum}  ${path}`);
    const ofUses = uses.map((use) => usesLine(use)).sort();
    return [FIRST_LINE, ...ofFiles, ...ofUses].map((line) => `${line}\n`).join('');
}

/** Reads what `encodeListing` writes; undefined if it is something else. */
export function decodeListing(text: string): CodeListing | undefined {
    const [first, ...lines] = text.split('\n');
    if (first !== FIRST_LINE || lines.pop() !== '') return undefined;
    const files = new Map<string, string>();
    const uses: Use[] = [];
    if (!lines.every((line) => addFile(files, line) || addUse(uses, line))) return undefined;
    const listing = { files, uses };
    return encodeListing(listing) === text ? listing : undefined;
}

/** @returns whether it is the line of a file */
function addFile(files: Map<string, string>, line: string): boolean {
    const [, sum, path] = FILE_LINE.exec(line) ?? [];
    if (sum === undefined || path === undefined) return false;
    files.set(path, sum);
    return true;
}

/** @returns whether it is the line of a use */
function addUse(uses: Use[], line: string): boolean {
    const [, from, name, to] = USES_LINE.exec(line) ?? [];
    if (from === undefined || name === undefined || to === undefined) return false;
    uses.push({ from, name, to });
    return true;
}

/** The SHA-256 of a listing, by which all of the code is called. */
export function digestOfListing(listing: CodeListing): string {
    return createHash('sha256').update(encodeListing(listing)).digest('hex');
}

/** How two listings differ. */
export interface CodeDifference {
    readonly kind: 'changed' | 'missing' | 'added' | 'used';
    /** The file; or that a package finds another one, or another version. */
    readonly what: string;
}

/**
 * Finds what differs, files first, each in the order of the listing.
 *
 * @param expected what was packed
 */
export function compareListings(expected: CodeListing, actual: CodeListing): CodeDifference[] {
    const paths = Array.from(new Set([...expected.files.keys(), ...actual.files.keys()])).sort();
    const ofFiles = paths.flatMap((what): CodeDifference[] => {
        const [packed, here] = [expected.files.get(what), actual.files.get(what)];
        if (packed === here) return [];
        if (packed === undefined) return [{ kind: 'added', what }];
        return [{ kind: here === undefined ? 'missing' : 'changed', what }];
    });
    const packed = new Set(expected.uses.map((use) => usesLine(use)));
    const ofUses = actual.uses.filter((use) => !packed.has(usesLine(use)));
    const here = new Set(actual.uses.map((use) => usesLine(use)));
    const gone = expected.uses.filter((use) => !here.has(usesLine(use)));
    return [
        ...ofFiles,
        ...ofUses.map((use): CodeDifference => ({ kind: 'used', what: `${use.from} finds ${use.to}` })),
        ...gone.map((use): CodeDifference => ({ kind: 'used', what: `${use.from} does not find ${use.to}` })),
    ];
}

function usesLine({ from, name, to }: Use): string {
    return `uses  ${from} ${name} ${to}`;
}
