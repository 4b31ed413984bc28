import { dirname } from 'node:path';
import ts from 'typescript';
import { createHost, createProgram, findConfiguration, type ProgramFiles, readProgramFiles } from './create-program';
import { Project } from './project';
import { TransactionScope } from './transaction-scope';

/** A project that an editor or a run of ESLint has open. */
interface OpenProject {
    readonly files: ProgramFiles;
    /** What an editor shows of files, which may not be saved. */
    readonly texts: Map<string, string>;
    program: ts.Program;
    scope: TransactionScope;
}

const OPEN = new Map<string, OpenProject>();

/** The scope of the project that a file belongs to, with the file as it is in the editor. */
export function scopeOfFile(
    fileName: string,
    text: string,
): { readonly scope: TransactionScope; readonly file: ts.SourceFile | undefined } {
    const configFile = findConfiguration(dirname(fileName));
    const key = configFile ?? dirname(fileName);
    let open = OPEN.get(key) ?? openProject(dirname(fileName), configFile);
    if (open.program.getSourceFile(fileName)?.text !== text) open = withText(open, fileName, text);
    OPEN.set(key, open);
    return { scope: open.scope, file: open.program.getSourceFile(fileName) };
}

function openProject(folder: string, configFile: string | undefined): OpenProject {
    const files = readProgramFiles(folder, configFile);
    const program = createProgram(files);
    return { files, texts: new Map(), program, scope: new TransactionScope(new Project(program, files.folder)) };
}

/** The same project after a change of one file: what did not change is not read again. */
function withText({ files, texts, program }: OpenProject, fileName: string, text: string): OpenProject {
    texts.set(fileName, text);
    const host = createHost(files.options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, version, ...rest) => {
        const shown = texts.get(name);
        if (shown !== undefined) return ts.createSourceFile(name, shown, version, true);
        return program.getSourceFile(name) ?? read(name, version, ...rest);
    };
    const rootNames = [...new Set([...files.fileNames, fileName])];
    const changed = ts.createProgram({ rootNames, options: files.options, host, oldProgram: program });
    return { files, texts, program: changed, scope: new TransactionScope(new Project(changed, files.folder)) };
}
