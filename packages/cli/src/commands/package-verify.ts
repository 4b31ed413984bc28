import { Command } from 'commander';
import type { PackageInspection } from '../packaging/inspect-package';
import type { ExitCode } from '../reporting/command-error';
import { hasErrors, sentenceOf } from '../reporting/finding';

/** Makes `heddle package verify`, which finds what peers would hide about a package. */
export function createPackageVerifyCommand(finish: (exitCode: ExitCode) => void): Command {
    return new Command('verify')
        .description('Find what peers would refuse in a package of any maker, or take for something else.')
        .argument('<file>', 'the package')
        .option('--json', 'print JSON')
        .action(async (file: string, options: { readonly json?: boolean }, command: Command) => {
            // An option of the same name is the parent's where it stands before the file.
            const isJson = options.json ?? (command.parent?.opts()['json'] as boolean | undefined) ?? false;
            const { readPackageFile } = await import('../packaging/package-file.js');
            const { inspectPackage } = await import('../packaging/inspect-package.js');
            const inspection = inspectPackage(file, readPackageFile(file), new Date());
            const ok = !hasErrors(inspection.findings);
            process.stdout.write(isJson ? toJson(file, inspection, ok) : toText(file, inspection));
            finish(ok ? 0 : 1);
        });
}

function toJson(file: string, { packageId, findings }: PackageInspection, ok: boolean): string {
    return `${JSON.stringify({ file, packageId, ok, findings }, undefined, 4)}\n`;
}

function toText(file: string, { packageId, findings }: PackageInspection): string {
    const lines = findings.map((finding) => `${finding.severity}: ${sentenceOf(finding)}\n`);
    const id = packageId === undefined ? '' : `, package id ${packageId}`;
    return `${lines.join('')}${file}: ${count(findings.length)}${id}\n`;
}

function count(findings: number): string {
    if (findings === 0) return 'nothing is wrong';
    return findings === 1 ? '1 finding' : `${findings} findings`;
}
