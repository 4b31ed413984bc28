import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
    addOptionRules,
    Command,
    CommandError,
    ConfigurationError,
    DEVELOPER_COMMANDS,
    type ExitCode,
    type OptionRule,
    writeOutput,
} from 'heddle/command';
import type { CheckRequest } from '../checking/lint-package';

interface CheckFlags {
    readonly format?: string;
    readonly strict?: boolean;
    readonly maxWarnings?: string;
    readonly rule?: readonly string[];
    readonly baseline?: string;
    readonly writeBaseline?: boolean;
    readonly access?: boolean;
}

const RULES: readonly OptionRule[] = [
    {
        options: ['--format', '--strict', '--max-warnings', '--rule', '--baseline', '--write-baseline'],
        without: ['--access'],
    },
    { options: ['--write-baseline'], needs: ['--baseline'] },
    { options: ['--format', '--max-warnings'], without: ['--write-baseline'] },
];

/**
 * Makes `heddle check`, which finds in sources what a network would show.
 *
 * @param end gets the exit code: findings are the command's result, and no failure of it
 */
export function createCheckCommand(end: (code: ExitCode) => void): Command {
    const command = new Command('check')
        .description(DEVELOPER_COMMANDS.check)
        .argument('[folder]', 'folder of the package; default: the current folder')
        .option('--format <name>', 'text, json, sarif or github; default: text')
        .option('--strict', 'also ask for a decision about access of each transaction that writes')
        .option('--max-warnings <count>', 'fail on more warnings than these; default: never')
        .option('--rule <name=level>', 'error, warn or off for one rule; may be repeated', repeated)
        .option('--baseline <file>', 'report only what this file does not know')
        .option('--write-baseline', 'write what is found to the file of --baseline')
        .option('--access', 'print who may call what');
    return addOptionRules(command, RULES).action(async (folder: string | undefined, flags: CheckFlags) => {
        end(await check(resolve(folder ?? '.'), flags));
    });
}

function repeated(value: string, before: readonly string[] = []): readonly string[] {
    return [...before, value];
}

async function check(folder: string, { rule, maxWarnings, ...flags }: CheckFlags): Promise<ExitCode> {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
        throw new ConfigurationError(`${folder} is no folder: name that of a package`);
    const { loadLintPackage } = await import('../checking/lint-package.js');
    const { definitionMistakes } = await import('../checking/definitions.js');
    const request: CheckRequest = { folder, ...flags, rules: rule, maxWarnings: countOf(maxWarnings) };
    const lint = loadLintPackage(folder);
    // The process that loads the contracts runs while this one reads the sources.
    const mistakes = flags.access === true ? Promise.resolve(undefined) : definitionMistakes(folder);
    const { output, problem, notes = [], exitCode } = lint.runCheck(request);
    if (problem !== undefined) throw new CommandError(2, problem);
    for (const note of notes) console.error(`heddle: ${note} It was checked without.`);
    if (output !== '') await writeOutput(`${output}\n`);
    const said = await mistakes;
    if (said === undefined) return exitCode;
    console.error(said);
    return 1;
}

function countOf(given: string | undefined): number | undefined {
    if (given === undefined) return undefined;
    if (!/^\d+$/.test(given)) throw new ConfigurationError(`--max-warnings is ${given}, and takes a number`);
    return Number(given);
}
