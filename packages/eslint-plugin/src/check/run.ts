import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ALL_RULES } from '../rules/all-rules';
import type { ConfiguredRule } from '../rules/analyse-file';
import type { Level } from '../rules/rule';
import { writeAccess } from './access';
import { createBaseline, parseBaseline, withoutKnown } from './baseline';
import { checkProject, openProject, UncheckableError } from './check-project';
import type { LocatedFinding } from './located-finding';
import { type Format, FORMATS, writeReport } from './report';

/** What `heddle check` is asked. */
export interface CheckOptions {
    /** The package that is checked. */
    readonly folder: string;
    /** `text`, `json`, `sarif` or `github`. Default: `text`. */
    readonly format?: string | undefined;
    /** Also asks for decisions about access. Default: false. */
    readonly strict?: boolean | undefined;
    /** More warnings than these are a failure. Default: any number is none. */
    readonly maxWarnings?: number | undefined;
    /** Levels of single rules: `no-locale=warn`. */
    readonly rules?: readonly string[] | undefined;
    /** A file of findings that are known. */
    readonly baseline?: string | undefined;
    /** Writes the findings to the file of `baseline`, and reports none. */
    readonly writeBaseline?: boolean | undefined;
    /** Prints who may call what, instead of findings. */
    readonly access?: boolean | undefined;
}

/** What a check has to say. */
export interface CheckOutcome {
    /** For the standard output. */
    readonly output: string;
    /** For the standard error: what kept the check from running. */
    readonly problem?: string;
    /** For the standard error: what is missing, and was done without. */
    readonly notes?: readonly string[];
    /** 0: nothing found; 1: errors, or too many warnings; 2: not checked. */
    readonly exitCode: 0 | 1 | 2;
}

/** Checks the contracts of a folder. */
export function runCheck(options: CheckOptions): CheckOutcome {
    try {
        return run(options);
    } catch (error) {
        if (error instanceof UncheckableError) return { output: '', problem: error.message, exitCode: 2 };
        throw error;
    }
}

function run(options: CheckOptions): CheckOutcome {
    const began = performance.now();
    const format = formatOf(options.format ?? 'text');
    const rules = configuredRules(options);
    const baseline = options.baseline === undefined ? undefined : resolve(options.folder, options.baseline);
    if (baseline === undefined && options.writeBaseline === true)
        throw new UncheckableError('--write-baseline needs --baseline with the file to write');
    const project = openProject(options.folder);
    if (options.access === true) return { output: writeAccess(project), exitCode: 0 };
    const found = checkProject(project, rules);
    if (baseline !== undefined && options.writeBaseline === true) return written(baseline, found);
    const findings = baseline === undefined ? found : withoutKnown(found, readBaseline(baseline));
    const seconds = (performance.now() - began) / 1_000;
    const output = writeReport({ findings, files: project.files.length, seconds }, format);
    return { output, notes: project.notes, exitCode: fails(findings, options.maxWarnings) ? 1 : 0 };
}

function fails(findings: readonly LocatedFinding[], maxWarnings: number = Infinity): boolean {
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    return errors > 0 || findings.length - errors > maxWarnings;
}

function formatOf(given: string): Format {
    const format = FORMATS.find((one) => one === given);
    if (format === undefined) throw new UncheckableError(`--format is ${given}, and can be ${FORMATS.join(', ')}`);
    return format;
}

function written(file: string, findings: readonly LocatedFinding[]): CheckOutcome {
    try {
        writeFileSync(file, `${JSON.stringify(createBaseline(findings), undefined, 2)}\n`);
    } catch (cause) {
        throw new UncheckableError(`${file} cannot be written (${String(cause)}): give --baseline another one`, {
            cause,
        });
    }
    return { output: `${file} has the ${findings.length} findings of today`, exitCode: 0 };
}

function readBaseline(file: string): ReturnType<typeof parseBaseline> {
    if (!existsSync(file)) throw new UncheckableError(`${file} is not there: write it with --write-baseline`);
    try {
        return parseBaseline(readFileSync(file, 'utf8'));
    } catch (cause) {
        throw new UncheckableError(`${file} cannot be read (${String(cause)}): write it anew with --write-baseline`, {
            cause,
        });
    }
}

function configuredRules({ strict = false, rules = [] }: CheckOptions): readonly ConfiguredRule[] {
    const given = new Map(rules.map(parseRule));
    return ALL_RULES.flatMap((rule) => {
        const level = given.get(rule.name) ?? (strict ? (rule.strictLevel ?? rule.level) : rule.level);
        return level === 'off' ? [] : [{ rule, level, options: { strict } }];
    });
}

/** `no-locale=warn` */
function parseRule(given: string): [string, Level] {
    const [name = '', level = ''] = given.replace(/^@heddle\//, '').split('=');
    if (!ALL_RULES.some((rule) => rule.name === name))
        throw new UncheckableError(
            `--rule ${given}: there is no rule ${name}; the rules are ${ALL_RULES.map((rule) => rule.name).join(', ')}`,
        );
    if (level !== 'error' && level !== 'warn' && level !== 'off')
        throw new UncheckableError(`--rule ${given}: a level is error, warn or off`);
    return [name, level];
}
