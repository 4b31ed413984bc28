import { loadText } from '@heddle/testing/work';
import { type ExitCode, writeOutput } from 'heddle/command';
import { withoutUndefined } from './run-fuzz';
import { findConfig, type ProofHost, runProof, share, wholeNumber } from './run-proof';

/** Options of `heddle load`. */
export interface LoadCommandOptions {
    readonly file?: string;
    readonly clients?: string;
    readonly block?: string;
    readonly calls?: string;
    readonly seconds?: string;
    readonly seed?: string;
    readonly failConflicts?: string;
}

/** Puts a load on an embedded network. @returns 1 where more is lost to conflicts than `--fail-conflicts` allows */
export async function runLoad(options: LoadCommandOptions, folder: string, host: ProofHost): Promise<ExitCode> {
    const limit = options.failConflicts === undefined ? undefined : share('fail-conflicts', options.failConflicts);
    const given = withoutUndefined({
        seed: wholeNumber('seed', options.seed),
        seconds: wholeNumber('seconds', options.seconds),
        clients: wholeNumber('clients', options.clients),
        block: wholeNumber('block', options.block),
        calls: wholeNumber('calls', options.calls),
    });
    const config = findConfig(folder, options.file);
    const answer = await runProof({ work: 'load', folder, config, options: given }, host);
    if (answer.kind !== 'loaded') throw new Error(`a load has answered with ${answer.kind}`);
    const { report } = answer;
    await writeOutput(`${loadText(report)}\n`);
    if (limit === undefined || report.conflictShare <= limit) return 0;
    const lost = (report.conflictShare * 100).toFixed(1);
    await writeOutput(`${lost} % of the transactions are lost to conflicts, and ${limit * 100} % is the limit\n`);
    return 1;
}
