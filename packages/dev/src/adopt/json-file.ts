import { readFileSync, writeFileSync } from 'node:fs';
import { ConfigurationError, reasonOf } from 'heddle/command';
import { applyEdits, type JSONPath, modify, parse, type ParseError, printParseErrorCode } from 'jsonc-parser';

const INDENTATION = /^[ \t]+(?=")/m;
const DEFAULT_INDENTATION = 2;

/**
 * A file of JSON that is edited where it changes: everything else stays as its author has it, character by character. An
 * object on one line gets a line for each member when one is added.
 */
export class JsonFile {
    readonly path: string;
    #text: string;

    private constructor(path: string, text: string) {
        this.path = path;
        this.#text = text;
    }

    /** @throws ConfigurationError where it cannot be read, or is not an object of JSON */
    static read(path: string): JsonFile {
        let text: string;
        try {
            text = readFileSync(path, 'utf8');
        } catch (cause) {
            throw new ConfigurationError(
                `${path} cannot be read (${reasonOf(cause)}): run the command in the folder of your chaincode's package, or name it by --module-path`,
                { cause },
            );
        }
        const errors: ParseError[] = [];
        const value: unknown = parse(text, errors, { disallowComments: true });
        const [error] = errors;
        if (error !== undefined || typeof value !== 'object' || value === null || Array.isArray(value)) {
            const reason = error === undefined ? 'it is no object' : describe(text, error);
            throw new ConfigurationError(`${path} is not what npm reads (${reason}): correct it`);
        }
        return new JsonFile(path, text);
    }

    get text(): string {
        return this.#text;
    }

    /** What stands at a path; undefined for nothing. */
    get(path: JSONPath): unknown {
        let value: unknown = parse(this.#text);
        for (const step of path) {
            if (typeof value !== 'object' || value === null) return undefined;
            value = (value as Readonly<Record<string | number, unknown>>)[step];
        }
        return value;
    }

    /** The members of an object at a path that are texts. */
    texts(path: JSONPath): Readonly<Record<string, string>> {
        const value = this.get(path);
        if (typeof value !== 'object' || value === null) return {};
        return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string'));
    }

    /** Sets a value, or takes it out where it is undefined. An object that is empty then goes, too. */
    set(path: JSONPath, value: unknown): void {
        this.#text = applyEdits(this.#text, modify(this.#text, path, value, { formattingOptions: this.#format() }));
        const parent = path.slice(0, -1);
        if (value !== undefined || parent.length === 0) return;
        const left = this.get(parent);
        if (typeof left === 'object' && left !== null && Object.keys(left).length === 0) this.set(parent, undefined);
    }

    /** @throws ConfigurationError where it cannot be written */
    write(): void {
        writeTextFile(this.path, this.#text);
    }

    #format(): { readonly tabSize: number; readonly insertSpaces: boolean; readonly eol: string } {
        const [indentation = ' '.repeat(DEFAULT_INDENTATION)] = INDENTATION.exec(this.#text) ?? [];
        return {
            insertSpaces: !indentation.includes('\t'),
            tabSize: indentation.length,
            eol: this.#text.includes('\r\n') ? '\r\n' : '\n',
        };
    }
}

/** @throws ConfigurationError where it cannot be written */
export function writeTextFile(path: string, text: string): void {
    try {
        writeFileSync(path, text);
    } catch (cause) {
        throw new ConfigurationError(`${path} cannot be written (${reasonOf(cause)}): make it writable`, { cause });
    }
}

function describe(text: string, { error, offset }: ParseError): string {
    return `${printParseErrorCode(error)} in line ${text.slice(0, offset).split('\n').length}`;
}
