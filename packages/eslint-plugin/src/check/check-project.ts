import { resolve } from 'node:path';
import ts from 'typescript';
import { analyseFile, type ConfiguredRule } from '../rules/analyse-file';
import { createProgram, type ProgramFiles, readProgramFiles } from '../scope/create-program';
import { Project } from '../scope/project';
import { TransactionScope } from '../scope/transaction-scope';
import { DisableComments } from './disable-comments';
import { locate, type LocatedFinding, placeOf } from './located-finding';

/** What cannot be checked: no sources, a tsconfig.json or a source that cannot be read. */
export class UncheckableError extends Error {
    override readonly name = 'UncheckableError';
}

/** A project that is open for a check. */
export interface CheckedProject {
    readonly folder: string;
    readonly scope: TransactionScope;
    readonly files: readonly ts.SourceFile[];
    /** What was missing, and was done without. */
    readonly notes: readonly string[];
}

/**
 * Opens the sources of a folder: of its tsconfig.json, else of `src`, else all in it.
 * @throws UncheckableError with file and line
 */
export function openProject(given: string): CheckedProject {
    const folder = resolve(given);
    const configFile = resolve(folder, 'tsconfig.json');
    const files = readProgramFiles(folder, ts.sys.fileExists(configFile) ? configFile : undefined);
    refuseProblems(files, folder);
    const program = createProgram(files);
    refuseSyntax(program, folder);
    const project = new Project(program, folder);
    return { folder, scope: new TransactionScope(project), files: project.files, notes: files.notes };
}

/** Runs rules over a project, without what comments silence, and with the comments that say no reason. */
export function checkProject(
    { folder, scope, files }: CheckedProject,
    rules: readonly ConfiguredRule[],
): readonly LocatedFinding[] {
    return files.flatMap((file) => {
        const comments = new DisableComments(file);
        const found = analyseFile(scope, file, rules)
            .map((finding) => locate(finding, folder))
            .filter(({ rule, line }) => !comments.silences(rule, line));
        return [...found, ...comments.withoutReason(folder)].sort((a, b) => a.line - b.line || a.column - b.column);
    });
}

function refuseProblems({ problems, fileNames }: ProgramFiles, folder: string): void {
    if (problems.length > 0) throw new UncheckableError(problems.join('\n'));
    if (fileNames.length === 0)
        throw new UncheckableError(
            `${folder} has no sources to check: there is no tsconfig.json with files, and no TypeScript or JavaScript`,
        );
}

/** What the compiler of the check cannot read is said, and never left out. */
function refuseSyntax(program: ts.Program, folder: string): void {
    const broken = program
        .getSourceFiles()
        .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file))
        .flatMap((file) => program.getSyntacticDiagnostics(file).map((diagnostic) => ({ file, diagnostic })));
    if (broken.length === 0) return;
    const lines = broken.map(({ file, diagnostic: { start, messageText } }) => {
        const at = placeOf(file, start, start, folder);
        return `${at.file}:${at.line}:${at.column} cannot be read: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
    throw new UncheckableError(lines.join('\n'));
}
