import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { isTestFile } from './project';

/** The files of a project, and how they are compiled. */
export interface ProgramFiles {
    readonly folder: string;
    readonly fileNames: readonly string[];
    readonly options: ts.CompilerOptions;
    /** What is wrong with tsconfig.json, one sentence each. */
    readonly problems: readonly string[];
}

const WITHOUT_CONFIGURATION: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    experimentalDecorators: true,
    types: ['node'],
};

/** What a check needs beside, and what it does not. */
const FORCED: ts.CompilerOptions = {
    allowJs: true,
    checkJs: false,
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    skipLibCheck: true,
    ignoreDeprecations: '6.0',
};

const IGNORED = ['**/node_modules', '**/dist', '**/build', '**/coverage', '**/*.config.*', '**/.*'];

/** Lists the files of tsconfig.json, else those in `src`, else all in the folder. Tests are left out. */
export function readProgramFiles(folder: string, configFile: string | undefined): ProgramFiles {
    const found = configFile === undefined ? withoutConfiguration(folder) : withConfiguration(configFile);
    return { ...found, fileNames: found.fileNames.filter((name) => !isTestFile(name, folder)) };
}

export function createProgram({ fileNames, options }: ProgramFiles): ts.Program {
    return ts.createProgram({ rootNames: fileNames, options });
}

/** The nearest tsconfig.json, from a folder upwards. */
export function findConfiguration(folder: string): string | undefined {
    const file = resolve(folder, 'tsconfig.json');
    if (existsSync(file)) return file;
    const parent = dirname(folder);
    return parent === folder ? undefined : findConfiguration(parent);
}

function withConfiguration(configFile: string): ProgramFiles {
    const folder = dirname(configFile);
    const { config, error } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as {
        config?: unknown;
        error?: ts.Diagnostic;
    };
    if (error !== undefined) return { folder, fileNames: [], options: {}, problems: [sentenceOf(error)] };
    // Which files belong to it is the author's to say; what they import is read as well, JavaScript too.
    const parsed = ts.parseJsonConfigFileContent(config, ts.sys, folder, { noEmit: true }, configFile);
    // Options that a newer compiler has are none of a check's business.
    const problems = parsed.errors.filter(({ code }) => MATTERS.has(code)).map(sentenceOf);
    return { folder, fileNames: parsed.fileNames, options: { ...parsed.options, ...FORCED }, problems };
}

/** A base that is not there, and a file that cannot be read. */
const MATTERS = new Set([5083, 6053, 5014, 18000]);

function withoutConfiguration(folder: string): ProgramFiles {
    const source = resolve(folder, 'src');
    const at = existsSync(source) ? source : folder;
    const fileNames = ts.sys.readDirectory(at, ['.ts', '.js', '.mts', '.cts', '.mjs', '.cjs'], IGNORED);
    return { folder, fileNames, options: { ...WITHOUT_CONFIGURATION, ...FORCED }, problems: [] };
}

function sentenceOf({ messageText, file }: ts.Diagnostic): string {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    return file === undefined ? text : `${file.fileName}: ${text}`;
}
