import { readFileSync } from 'node:fs';
import type { ServedContract } from '@heddle/contract';

const LONGEST = 200_000;

/**
 * The source of contracts: of their classes, and of the modules that export them, where those were loaded by `require`.
 * Limits and names of roles stand there, often as constants beside the class.
 */
export function sourceOf(contracts: readonly ServedContract[]): string {
    const classes = contracts.map(({ contract }) => contract.constructor);
    const files = Object.values(loadedModules()).flatMap((module) =>
        module !== undefined && classes.some((one) => exportsOf(module).includes(one)) ? [module.filename] : [],
    );
    return [...classes.map(String), ...new Set(files.map(readSource))].join('\n');
}

/** The file of a module that exports a value; undefined where none does that was loaded by `require`. */
export function fileExporting(value: unknown): { readonly file: string; readonly name: string } | undefined {
    for (const module of Object.values(loadedModules())) {
        if (module === undefined || module.filename.includes('node_modules')) continue;
        const exported: unknown = module.exports;
        if (typeof exported !== 'object' || exported === null) continue;
        const name = Object.keys(exported).find((key) => Reflect.get(exported, key) === value);
        if (name !== undefined) return { file: module.filename, name };
    }
    return undefined;
}

function loadedModules(): NodeJS.Dict<NodeJS.Module> {
    // A test runner has a cache of its own, which it may not let others list.
    return typeof require === 'function' ? cacheOf(require) : {};
}

/** Some loaders of test runners have none. */
function cacheOf(loader: { readonly cache?: NodeJS.Dict<NodeJS.Module> }): NodeJS.Dict<NodeJS.Module> {
    return loader.cache ?? {};
}

function exportsOf(module: NodeJS.Module): unknown[] {
    const exported: unknown = module.exports;
    if (typeof exported === 'function') return [exported];
    return typeof exported === 'object' && exported !== null ? Object.values(exported) : [];
}

function readSource(file: string): string {
    try {
        return readFileSync(file, 'utf8').slice(0, LONGEST);
    } catch {
        // Of a bundle or a loader of its own, which has no file: the classes say enough.
        return '';
    }
}
