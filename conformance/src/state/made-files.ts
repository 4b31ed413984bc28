import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';

/** The package of contracts whose files are made. */
const EXAMPLE = join(ROOT, 'examples', 'typed-state');
/** The index file that its package has. */
export const INDEX_FILE = 'META-INF/statedb/couchdb/indexes/lot.byHarvest.json';
const BLOCK = 512;

/** Runs the command in the package of contracts, as an operator does. */
export function heddle(...args: readonly string[]): Promise<Ended> {
    return runProgram([HEDDLE, ...args], { cwd: EXAMPLE });
}

/** Makes the package that peers install. @param address where they find the server */
export function makePackage(file: string, address: string, ...more: readonly string[]): Promise<Ended> {
    return heddle('package', '--label', 'supply_1', '--address', address, '-o', file, ...more);
}

/** What a package has in it. */
export function packedFiles(file: string): Map<string, Buffer> {
    const code = filesOf(gunzipSync(readFileSync(file))).get('code.tar.gz');
    return code === undefined ? new Map<string, Buffer>() : filesOf(gunzipSync(code));
}

/** The files of a tar archive, by their names. */
function filesOf(tar: Buffer): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
        const text = (begin: number, length: number): string =>
            tar.toString('utf8', at + begin, at + begin + length).replace(/\0.*$/s, '');
        const size = Number.parseInt(text(124, 12), 8);
        files.set(
            [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/'),
            tar.subarray(at + BLOCK, at + BLOCK + size),
        );
        at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
    return files;
}

/** A package and the collections of its definition, made by the command. */
export interface MadeFiles {
    readonly packageFile: string;
    readonly packageId: string;
    readonly collectionsFile: string;
}

/**
 * Makes the files of a chaincode whose collections the suites' organizations have.
 * @throws Error with what the command says where it fails
 */
export async function makeFiles(folder: string, address: string): Promise<MadeFiles> {
    const packageFile = join(folder, 'supply.tgz');
    const collectionsFile = join(folder, 'supply-collections.json');
    const members = 'tradeTerms=Org1MSP,Org2MSP';
    await succeeding(heddle('collections', '--members', members, '-f', collectionsFile));
    const { packageId } = JSON.parse(await succeeding(makePackage(packageFile, address, '--json'))) as MadeFiles;
    return { packageFile, packageId, collectionsFile };
}

async function succeeding(ending: Promise<Ended>): Promise<string> {
    const { code, stdout, stderr } = await ending;
    if (code !== 0) throw new Error(`heddle ended with ${code}: ${stderr}`);
    return stdout;
}
