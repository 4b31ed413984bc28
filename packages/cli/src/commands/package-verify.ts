import { resolve } from 'node:path';
import { Command } from 'commander';
import { readCommandLine } from '../input/command-line';
import type { CommandLine } from '../input/environment';
import type { PackageInspection } from '../packaging/inspect-package';
import { ConfigurationError, type ExitCode } from '../reporting/command-error';
import { error, type Finding, hasErrors, sentenceOf } from '../reporting/finding';

interface VerifyOptions {
    readonly source?: string;
    readonly json?: boolean;
}

/** What was found, and the code that the package stands for, if it stands for any. */
interface Verified extends PackageInspection {
    readonly code: string | undefined;
    readonly leftOut: readonly string[];
}

/** Makes `heddle package verify`, which finds what peers would hide about a package, and which code it stands for. */
export function createPackageVerifyCommand(finish: (exitCode: ExitCode) => void): Command {
    return new Command('verify')
        .description('Find what peers would refuse in a package of any maker, or take for something else.')
        .argument('<file>', 'the package')
        .option('--source <folder>', 'compare the code in this folder, built and installed, with that of the package')
        .option('--json', 'print JSON')
        .action(async (file: string, options: VerifyOptions, command: Command) => {
            // An option of the same name is the parent's where it stands before the file.
            const before = command.parent === null ? new Map<string, string>() : readCommandLine(command.parent);
            refuseOthers(before);
            const isJson = options.json ?? before.has('--json');
            const verified = await verify(file, options.source);
            const ok = !hasErrors(verified.findings);
            process.stdout.write(isJson ? toJson(file, verified, ok) : toText(file, verified));
            finish(ok ? 0 : 1);
        });
}

/** @throws ConfigurationError for an option by which packages are made */
function refuseOthers(before: CommandLine): void {
    const other = [...before.keys()].find((option) => option !== '--json');
    if (other === undefined) return;
    throw new ConfigurationError(`${other} has no effect on a package that is verified: leave it out`);
}

async function verify(file: string, source: string | undefined): Promise<Verified> {
    const { readPackageFile } = await import('../packaging/package-file.js');
    const { inspectPackage } = await import('../packaging/inspect-package.js');
    const { compareCode, packedCodeOf } = await import('../identity/packed-code.js');
    const inspection = inspectPackage(file, readPackageFile(file), new Date());
    const packed = packedCodeOf(file, inspection.codeListing);
    const verified = { ...inspection, code: packed?.digest, leftOut: [] };
    if (source === undefined) return verified;
    if (packed === undefined) return { ...verified, findings: [...inspection.findings, withoutCode(file)] };
    const { findings, leftOut } = compareCode(packed, resolve(source));
    return { ...verified, leftOut, findings: [...inspection.findings, ...findings] };
}

function withoutCode(file: string): Finding {
    const remedy = 'make it with heddle package --with-code';
    return error(file, 'does not say which code it stands for, so that nothing can be compared', remedy);
}

function toJson(file: string, { packageId, code, leftOut, findings }: Verified, ok: boolean): string {
    return `${JSON.stringify({ file, packageId, code, notCompared: leftOut, ok, findings }, undefined, 4)}\n`;
}

function toText(file: string, { packageId, code, leftOut, findings }: Verified): string {
    const lines = findings.map((finding) => `${finding.severity}: ${sentenceOf(finding)}\n`);
    const notes = leftOut.map((what) => `not compared, as it differs from machine to machine: ${what}\n`);
    const id = packageId === undefined ? '' : `, package id ${packageId}`;
    const standing = code === undefined ? '' : `, code ${code}`;
    return `${[...lines, ...notes].join('')}${file}: ${count(findings.length)}${id}${standing}\n`;
}

function count(findings: number): string {
    if (findings === 0) return 'nothing is wrong';
    return findings === 1 ? '1 finding' : `${findings} findings`;
}
