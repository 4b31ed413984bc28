import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isLine, LINE_VARIABLE, LOGS_VARIABLE } from './conformance-run';
import {
    FABRIC_LINES,
    type FabricBinaries,
    type FabricLine,
    findFabricBinaries,
    type FoundBinaries,
} from './fabric-binaries';
import { buildFabric } from './fabric-build';

const JEST = require.resolve('jest/bin/jest');
const CONFIG = join(__dirname, '../../fabric/jest.config.js');

interface Counts {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly numPendingTests: number;
}

/**
 * Runs the suites against each line of Fabric whose binaries are here or can be built, and says which were skipped and why.
 * @param args the command's arguments: `--version 2.5` or `--version 3.1` for one line, then names of suites
 * @returns the exit code: 0 where every suite that ran passed
 */
export function runConformance(args: readonly string[], print: (line: string) => void): number {
    const { values, positionals } = parseArgs({
        args: [...args],
        options: { version: { type: 'string' } },
        allowPositionals: true,
    });
    const { version } = values;
    if (version !== undefined && !isLine(version)) {
        print(`--version ${version}: expected one of ${FABRIC_LINES.join(', ')}`);
        return 2;
    }
    const lines = version === undefined ? FABRIC_LINES : [version];
    const verdicts = lines.map((line) => runLine(line, positionals));
    for (const { text } of verdicts) print(text);
    return verdicts.every(({ passed }) => passed) ? 0 : 1;
}

function runLine(line: FabricLine, suites: readonly string[]): { readonly passed: boolean; readonly text: string } {
    const found = findOrBuild(line);
    if ('missing' in found) return { passed: true, text: `Fabric ${line}: skipped: ${found.missing}` };
    const folder = mkdtempSync(join(tmpdir(), 'heddle-conformance-'));
    const { status, counts } = runSuites(found.binaries, folder, suites);
    const text = `Fabric ${found.binaries.version}: ${counts}`;
    if (status !== 0) return { passed: false, text: `${text}; the logs of peer and orderer are in ${folder}` };
    rmSync(folder, { recursive: true });
    return { passed: true, text };
}

function findOrBuild(line: FabricLine): FoundBinaries {
    const found = findFabricBinaries(line);
    if ('binaries' in found) return found;
    const built = buildFabric(line);
    if ('missing' in built) return { missing: `${found.missing}. ${built.missing}` };
    return findFabricBinaries(line, { FABRIC_BIN: built.folder });
}

function runSuites(
    { line, folder: binaries }: FabricBinaries,
    folder: string,
    suites: readonly string[],
): { readonly status: number | null; readonly counts: string } {
    const results = join(folder, 'results.json');
    const { status } = spawnSync(
        process.execPath,
        [JEST, '--config', CONFIG, '--json', '--outputFile', results, ...suites],
        {
            stdio: ['ignore', 'ignore', 'inherit'],
            env: { ...process.env, FABRIC_BIN: binaries, [LINE_VARIABLE]: line, [LOGS_VARIABLE]: folder },
        },
    );
    return { status, counts: countsOf(results) };
}

function countsOf(file: string): string {
    let counts: Counts;
    try {
        counts = JSON.parse(readFileSync(file, 'utf8')) as Counts;
    } catch {
        return 'the suites left no results';
    }
    const { numPassedTests, numFailedTests, numPendingTests } = counts;
    return `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
}
