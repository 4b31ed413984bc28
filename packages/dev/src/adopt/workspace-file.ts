import { existsSync, readFileSync, rmSync } from 'node:fs';
import { ConfigurationError, reasonOf } from 'heddle/command';
import { type Document, isMap, parseDocument } from 'yaml';
import { writeTextFile } from './json-file';

/** pnpm-workspace.yaml, as far as overrides go; comments and order stay. */
export class WorkspaceFile {
    readonly #path: string;
    readonly #document: Document;

    private constructor(path: string, document: Document) {
        this.#path = path;
        this.#document = document;
    }

    /** @throws ConfigurationError where there is such a file, and it is not what pnpm reads */
    static read(path: string): WorkspaceFile {
        try {
            const document = parseDocument(existsSync(path) ? readFileSync(path, 'utf8') : '');
            const [error] = document.errors;
            if (error !== undefined) throw error;
            return new WorkspaceFile(path, document);
        } catch (cause) {
            throw new ConfigurationError(`${path} cannot be read (${reasonOf(cause)}): correct it`, { cause });
        }
    }

    get overrides(): Readonly<Record<string, string>> {
        const { overrides = {} } = (this.#document.toJS() ?? {}) as { readonly overrides?: Record<string, string> };
        return overrides;
    }

    /** Sets an override, or takes it out where it is undefined; with the last one goes their section. */
    override(name: string, value: string | undefined): void {
        if (value !== undefined) this.#document.setIn(['overrides', name], value);
        else this.#document.deleteIn(['overrides', name]);
        const section = this.#document.get('overrides');
        if (isMap(section) && section.items.length === 0) this.#document.delete('overrides');
    }

    /** A file that has nothing left is removed. @throws ConfigurationError where it cannot be written */
    write(): void {
        const { contents } = this.#document;
        if (contents === null || (isMap(contents) && contents.items.length === 0)) rmSync(this.#path, { force: true });
        else writeTextFile(this.#path, this.#document.toString());
    }
}
