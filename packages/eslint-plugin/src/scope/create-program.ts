import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { isTestFile } from './project';

/** The files of a project, and how they are compiled. */
export interface ProgramFiles {
    readonly folder: string;
    readonly fileNames: readonly string[];
    readonly options: ts.CompilerOptions;
    /** Why tsconfig.json cannot be read, one sentence each. */
    readonly problems: readonly string[];
    /** tsconfig.json and all that it extends. */
    readonly configFiles: readonly string[];
    /** What is missing, and can be done without. */
    readonly notes: readonly string[];
}

const WITHOUT_CONFIGURATION: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    // Without the browser's declarations, which chaincode has no use for.
    lib: ['lib.es2023.d.ts'],
    experimentalDecorators: true,
    types: ['node'],
    strict: true,
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
    return ts.createProgram({ rootNames: fileNames, options, host: createHost(options) });
}

/** Declarations of the language, which all programs share: they are the larger part of a small project. */
const LIBRARIES = new Map<string, ts.SourceFile | undefined>();

/** Makes a host that reads the declarations of the language once in a process. */
export function createHost(options: ts.CompilerOptions): ts.CompilerHost {
    const host = ts.createCompilerHost(options, true);
    const read = host.getSourceFile.bind(host);
    const folder = dirname(ts.getDefaultLibFilePath(options));
    host.getSourceFile = (name, version, ...rest) => {
        if (dirname(name) !== folder) return read(name, version, ...rest);
        const key = `${name} ${JSON.stringify(version)}`;
        if (!LIBRARIES.has(key)) LIBRARIES.set(key, read(name, version, ...rest));
        return LIBRARIES.get(key);
    };
    return host;
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
    const configFiles: string[] = [];
    const readFile = (path: string): string | undefined => {
        configFiles.push(path);
        return ts.sys.readFile(path);
    };
    const read = ts.readConfigFile(configFile, readFile);
    const config: unknown = read.config;
    const { error } = read;
    if (error !== undefined)
        return { folder, fileNames: [], options: {}, problems: [sentenceOf(error)], configFiles, notes: [] };
    // Which files belong to it is the author's to say; what they import is read as well, JavaScript too.
    const parsed = ts.parseJsonConfigFileContent(config, { ...ts.sys, readFile }, folder, { noEmit: true }, configFile);
    // Options that a newer compiler has are none of a check's business.
    const problems = parsed.errors.filter(({ code }) => code === CIRCULAR).map(sentenceOf);
    // A base that comes with a package is not there where nothing is installed.
    const notes = parsed.errors.filter(({ code }) => MISSING_BASE.has(code)).map(sentenceOf);
    return {
        folder,
        fileNames: parsed.fileNames,
        options: { ...parsed.options, ...FORCED },
        problems,
        configFiles,
        notes,
    };
}

const CIRCULAR = 18000;
const MISSING_BASE = new Set([5083, 6053]);

function withoutConfiguration(folder: string): ProgramFiles {
    const source = resolve(folder, 'src');
    const at = existsSync(source) ? source : folder;
    const fileNames = ts.sys.readDirectory(at, ['.ts', '.js', '.mts', '.cts', '.mjs', '.cjs'], IGNORED);
    return {
        folder,
        fileNames,
        options: { ...WITHOUT_CONFIGURATION, ...FORCED },
        problems: [],
        configFiles: [],
        notes: [],
    };
}

function sentenceOf({ messageText, file }: ts.Diagnostic): string {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    return file === undefined ? text : `${file.fileName}: ${text}`;
}
