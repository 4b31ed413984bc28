import { statSync } from 'node:fs';
import ts from 'typescript';
import { createHost, type ProgramFiles, readProgramFiles } from './create-program';
import { Project } from './project';
import { TransactionScope } from './transaction-scope';

/** A source as it was read. */
interface ReadSource {
    readonly file: ts.SourceFile;
    /** How the compiler wanted it: a module or a script, for which language. */
    readonly form: string;
}

/** The one file that ESLint looks at, where its text is not that of the disk. */
interface ShownText {
    readonly fileName: string;
    readonly text: string;
}

/** A file of the project, and what the rules know of all of it. */
export interface OpenedFile {
    readonly scope: TransactionScope;
    readonly file: ts.SourceFile | undefined;
}

/**
 * A project that an editor or a run of ESLint has open, as it is on the disk. Only of the file that is looked at counts the
 * text that is shown: whether other files of an editor will be saved or left, ESLint does not tell.
 *
 * Owns the sources that were read, which every program of the project takes again, and the newest program. What hands
 * sources to a program must not know an older program, which would keep all before it in memory.
 */
export class OpenProject {
    readonly #folder: string;
    readonly #configFile: string | undefined;
    readonly #sources = new Map<string, ReadSource>();
    /** Of what may change while the project is open: the author's sources and tsconfig.json with its bases. */
    readonly #versions = new Map<string, string | undefined>();
    /** What was looked at and belongs to no list of files. */
    readonly #others = new Set<string>();
    #files: ProgramFiles;
    #shown: ShownText | undefined;
    #program: ts.Program;
    #scope: TransactionScope;

    constructor(folder: string, configFile: string | undefined) {
        this.#folder = folder;
        this.#configFile = configFile;
        this.#files = this.#readFiles();
        this.#program = this.#createProgram();
        this.#scope = this.#createScope();
    }

    /** Opens a file with the text that ESLint has of it. */
    open(fileName: string, text: string): OpenedFile {
        const changed = this.#takeChanges();
        const added = this.#addFile(fileName);
        const shown = this.#textOnDisk(fileName) === text ? undefined : { fileName, text };
        if (changed || added || !isSame(shown, this.#shown)) this.#renew(shown, changed ? undefined : this.#program);
        return { scope: this.#scope, file: this.#program.getSourceFile(fileName) };
    }

    /** Whether a file is one of the project's sources. */
    has(fileName: string): boolean {
        return this.#program.getSourceFile(fileName) !== undefined;
    }

    /** @param before the program whose modules are where they were, if they are */
    #renew(shown: ShownText | undefined, before: ts.Program | undefined): void {
        this.#shown = shown;
        this.#program = this.#createProgram(before);
        for (const name of this.#sources.keys()) {
            if (this.#program.getSourceFile(name) === undefined) this.#sources.delete(name);
        }
        this.#scope = this.#createScope();
    }

    #createScope(): TransactionScope {
        return new TransactionScope(new Project(this.#program, this.#files.folder));
    }

    #createProgram(before?: ts.Program): ts.Program {
        const { fileNames, options } = this.#files;
        const shown = this.#shown === undefined ? [] : [this.#shown.fileName];
        const rootNames = [...new Set([...fileNames, ...this.#others, ...shown])];
        const host = this.#createHost(options);
        return ts.createProgram({ rootNames, options, host, ...(before !== undefined && { oldProgram: before }) });
    }

    #createHost(options: ts.CompilerOptions): ts.CompilerHost {
        const host = createHost(options);
        const read = host.getSourceFile.bind(host);
        const shown = this.#shown;
        host.getSourceFile = (name, version, ...rest) => {
            if (name === shown?.fileName) return ts.createSourceFile(name, shown.text, version, true);
            const form = JSON.stringify(version);
            const known = this.#sources.get(name);
            if (known?.form === form) return known.file;
            this.#remember(name); // before it is read: a change after that is one
            const file = read(name, version, ...rest);
            if (file !== undefined) this.#sources.set(name, { file, form });
            return file;
        };
        return host;
    }

    /** Installed packages count as they were when the project was opened: to ask for each of their files takes too long. */
    #remember(name: string): void {
        if (!name.includes('/node_modules/')) this.#versions.set(name, versionOf(name));
    }

    /** Forgets what has changed on the disk. @returns whether anything has */
    #takeChanges(): boolean {
        const changed = [...this.#versions].flatMap(([name, version]) => (versionOf(name) === version ? [] : [name]));
        if (changed.length === 0) return false;
        const { configFiles } = this.#files;
        if (changed.some((name) => configFiles.includes(name))) this.#sources.clear();
        for (const name of changed) {
            this.#sources.delete(name);
            this.#versions.delete(name);
        }
        this.#files = this.#readFiles();
        return true;
    }

    #readFiles(): ProgramFiles {
        const files = readProgramFiles(this.#folder, this.#configFile);
        for (const name of files.configFiles) this.#remember(name);
        return files;
    }

    /** @returns whether the file was not known before */
    #addFile(fileName: string): boolean {
        if (this.has(fileName) || this.#others.has(fileName) || !ts.sys.fileExists(fileName)) return false;
        this.#others.add(fileName);
        return true;
    }

    #textOnDisk(fileName: string): string | undefined {
        return this.#sources.get(fileName)?.file.text ?? ts.sys.readFile(fileName);
    }
}

function isSame(one: ShownText | undefined, other: ShownText | undefined): boolean {
    return one?.fileName === other?.fileName && one?.text === other?.text;
}

/** Changes whenever the file does; undefined for one that is not there. */
function versionOf(name: string): string | undefined {
    const stats = statSync(name, { throwIfNoEntry: false });
    return stats && `${stats.mtimeMs} ${stats.size}`;
}
