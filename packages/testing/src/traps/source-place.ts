import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { type Frame, type Stack, withoutScheme } from './stack';

interface MappedFile {
    readonly map: SourceMap;
    /** The folder that its sources are relative to. */
    readonly folder: string;
}

const DATA = /^data:application\/json[^,]*;base64,/;
const mappedFiles = new Map<string, MappedFile | undefined>();

/**
 * Where a frame is in the author's own source, `src/lottery.ts:8:74`, relative to the current folder: by the source map that
 * the compiler has left beside the code, or else as the runtime tells it, which knows what a loader has compiled.
 * Reads files: to be called where no source is trapped.
 */
export function sourcePlace(frame: Frame, stack: Stack): string {
    return placeBySourceMap(frame) ?? placeByRuntime(frame, stack) ?? shown(frame.file, frame.line, frame.column);
}

function placeBySourceMap({ file, line, column }: Frame): string | undefined {
    const mapped = mappedFileOf(file);
    if (mapped === undefined) return undefined;
    const entry = mapped.map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    const source = withoutScheme(entry.originalSource) ?? file;
    return shown(resolve(mapped.folder, source), entry.originalLine + 1, entry.originalColumn + 1);
}

function mappedFileOf(file: string): MappedFile | undefined {
    if (!mappedFiles.has(file)) mappedFiles.set(file, readMap(file));
    return mappedFiles.get(file);
}

function readMap(file: string): MappedFile | undefined {
    try {
        const url = readFileSync(file, 'utf8')
            .match(/^\/\/[#@] sourceMappingURL=(.*)$/gm)
            ?.at(-1)
            ?.replace(/^.*sourceMappingURL=/, '')
            .trim();
        if (url === undefined) return undefined;
        const isInline = DATA.test(url);
        const at = resolve(dirname(file), isInline ? '.' : dirname(url));
        const text = isInline
            ? Buffer.from(url.replace(DATA, ''), 'base64').toString()
            : readFileSync(resolve(dirname(file), url), 'utf8');
        const payload = JSON.parse(text) as SourceMapPayload;
        return { map: new SourceMap(payload), folder: resolve(at, withoutScheme(payload.sourceRoot) ?? '.') };
    } catch {
        return undefined;
    }
}

const AT = /^\s+at (?:.* \()?(?<file>.+?):(?<line>\d+):(?<column>\d+)\)?$/gm;

/** The first place that the runtime tells which is of the same file, or of what that was compiled from. */
function placeByRuntime(frame: Frame, stack: Stack): string | undefined {
    for (const { groups } of stack.text().matchAll(AT)) {
        const file = withoutScheme(groups?.['file']?.replace(/^async /, ''));
        if (file === undefined || withoutEnding(file) !== withoutEnding(frame.file)) continue;
        return shown(file, Number(groups?.['line']), Number(groups?.['column']));
    }
    return undefined;
}

function withoutEnding(file: string): string {
    return file.replace(/\.[cm]?[jt]sx?$/, '');
}

function shown(file: string, line: number, column: number): string {
    const near = relative(process.cwd(), file);
    return `${near.startsWith('..') || near === '' ? file : near}:${line}:${column}`;
}
