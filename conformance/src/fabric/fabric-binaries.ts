import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The lines of Fabric that the suites run against. */
export type FabricLine = '2.5' | '3.1';

export const FABRIC_LINES: readonly FabricLine[] = ['2.5', '3.1'];

/** The commands that a network is made with. */
export const FABRIC_COMMANDS = ['peer', 'orderer', 'configtxgen', 'cryptogen', 'osnadmin'] as const;

/** Fabric's commands of one line. */
export interface FabricBinaries {
    readonly line: FabricLine;
    /** As `peer version` says it, `v3.1.5`. */
    readonly version: string;
    readonly folder: string;
    /** Where each command is. */
    readonly command: (name: (typeof FABRIC_COMMANDS)[number]) => string;
}

/** The commands, or the reason why they are missing. */
export type FoundBinaries = { readonly binaries: FabricBinaries } | { readonly missing: string };

/**
 * Looks for Fabric's commands of a line: in the folders that FABRIC_BIN lists, in the `bin` folders within them, then on
 * PATH. A folder counts where it has all five and its peer is of that line, so FABRIC_BIN may list both lines.
 */
export function findFabricBinaries(line: FabricLine, environment: NodeJS.ProcessEnv = process.env): FoundBinaries {
    const listed = foldersOf(environment['FABRIC_BIN']);
    const folders = [...listed.flatMap((folder) => [folder, join(folder, 'bin')]), ...foldersOf(environment['PATH'])];
    const seen: string[] = [];
    for (const folder of folders.filter((path) => isExecutable(join(path, 'peer')))) {
        const absent = FABRIC_COMMANDS.filter((name) => !isExecutable(join(folder, name)));
        const version = versionOf(join(folder, 'peer'));
        if (absent.length === 0 && lineOf(version) === line) {
            return { binaries: { line, version, folder, command: (name) => join(folder, name) } };
        }
        seen.push(`${folder} has ${version}${absent.length === 0 ? '' : ` without ${absent.join(', ')}`}`);
    }
    const found = seen.length === 0 ? 'there is no peer in FABRIC_BIN nor on PATH' : seen.join('; ');
    return {
        missing:
            `no binaries of Fabric ${line}: ${found}. Unpack a release of Fabric ${line} and put its bin folder, with ` +
            `${FABRIC_COMMANDS.join(', ')}, into FABRIC_BIN or on PATH`,
    };
}

function foldersOf(list: string | undefined): string[] {
    return (list ?? '').split(delimiter).filter((folder) => folder !== '');
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

function versionOf(peer: string): string {
    const { stdout } = spawnSync(peer, ['version'], { encoding: 'utf8' });
    return /^ Version: (.*)$/m.exec(stdout)?.[1] ?? 'a peer that does not tell its version';
}

function lineOf(version: string): string | undefined {
    return /^v?(\d+\.\d+)\./.exec(version)?.[1];
}
