import { candidateFiles, findImports } from './find-imports';
import type { SourceFile } from './source-files';

/**
 * Finds circles of imports among the files, each as `a.ts -> b.ts -> a.ts`. In a circle one module sees another half
 * loaded, and a decorator sees `undefined` where it expects a class. A dynamic import counts, since it hides a circle
 * without removing it; so does an import of types, though it is erased: none of the files can be read without the others.
 */
export function findCycles(files: readonly SourceFile[]): string[] {
    const paths = new Set(files.map((file) => file.path));
    const imports = new Map(files.map((file) => [file.path, importedFiles(file, paths)]));
    const finished = new Set<string>();
    const cycles: string[] = [];

    function visit(path: string, trail: readonly string[]): void {
        const start = trail.indexOf(path);
        if (start >= 0) cycles.push([...trail.slice(start), path].join(' -> '));
        if (start >= 0 || finished.has(path)) return;
        for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
        finished.add(path);
    }

    for (const path of paths) visit(path, []);
    return cycles;
}

function importedFiles(file: SourceFile, paths: ReadonlySet<string>): string[] {
    return findImports(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .flatMap(({ specifier }) => candidateFiles(file.path, specifier))
        .filter((path) => paths.has(path));
}
