import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Ended, runProgram } from './run-program';

const MAIN = createRequire(__filename).resolve('@heddle-examples/client-application');

/** Runs the example of a client application; ids of assets and numbers of blocks, which differ each time, are evened out. */
export async function runClientApplication(env: Readonly<Record<string, string>>): Promise<Ended> {
    const ended = await runProgram([MAIN], { cwd: dirname(MAIN), env });
    return { ...ended, stdout: normalize(ended.stdout) };
}

/** What its README says that it prints. */
export function shownOutput(): string {
    const readme = readFileSync(join(dirname(MAIN), '..', 'README.md'), 'utf8');
    const [, shown = ''] = /^```text\n([^]*?)^```$/m.exec(readme) ?? [];
    return normalize(shown);
}

function normalize(output: string): string {
    return output.replaceAll(/asset\d+/g, 'ASSET').replaceAll(/block \d+/g, 'block N');
}
