import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../harness/run-program';
import type { CallOutcome } from './run-table';

interface MochaTest {
    readonly fullTitle: string;
    readonly err: { readonly message?: string };
}

interface MochaReport {
    readonly tests: readonly MochaTest[];
    readonly failures: readonly MochaTest[];
}

/** The tests of a chaincode's author, if mocha runs them; without coverage and lint, which are not what is compared. */
export async function runOwnTests(folder: string): Promise<CallOutcome[]> {
    const hasTests = existsSync(join(folder, 'test')) && existsSync(join(folder, 'node_modules', 'mocha'));
    return hasTests ? await runMocha(folder, ['--recursive']) : [];
}

/** Runs mocha in a folder. @returns each test with `passed`, or with why it did not */
export async function runMocha(folder: string, args: readonly string[]): Promise<CallOutcome[]> {
    const manifest = join(folder, 'node_modules', 'mocha', 'package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: Readonly<Record<string, string>> };
    const command = join(folder, 'node_modules', 'mocha', bin['mocha'] ?? '');
    // They print what they like; the report goes to a file of its own.
    const report = join(folder, '.mocha-report.json');
    const options = ['--reporter', 'json', '--reporter-option', `output=${report}`, '--exit'];
    const { stdout, stderr } = await runProgram([command, ...args, ...options], {
        cwd: folder,
        env: { PATH: process.env['PATH'] ?? '' },
    });
    const { tests, failures } = readReport(report, stdout, stderr);
    // A hook that fails is no test, and stands for those that it kept from running.
    return [...new Map([...tests, ...failures].map((test) => [test.fullTitle, test])).values()].map(
        ({ fullTitle, err }) => ({
            line: `test: ${fullTitle}`,
            outcome: [err.message ?? 'passed'],
        }),
    );
}

/** Older versions of mocha print the report, after all that the tests have printed. */
function readReport(file: string, stdout: string, stderr: string): MochaReport {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : stdout.slice(stdout.lastIndexOf('\n{\n  "stats"') + 1);
    try {
        return JSON.parse(text) as MochaReport;
    } catch {
        const err = { message: `${stdout}${stderr}`.slice(-1000) };
        return { tests: [{ fullTitle: 'they load', err }], failures: [] };
    }
}
