import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { Logger } from '@heddle/core';
import { importModule } from '../../bin/import-module';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { toError } from '../reporting/to-error';
import { isEsModule } from './is-es-module';
import { isObject } from './module-exports';

/**
 * Loads a module of the user, CommonJS or ES module, with top-level await or without. The stack of what went wrong is in
 * the log at debug level.
 *
 * @throws ConfigurationError if it cannot be loaded; what it threw is the cause
 */
export async function loadModule(file: string, logger: Logger): Promise<object> {
    // Decorators of user code write design types through it, and must find it there.
    await import('reflect-metadata');
    try {
        return await load(file);
    } catch (cause) {
        logger.debug({ err: toError(cause) }, `${file} cannot be loaded`);
        const remedy = await remedyFor(cause);
        throw new ConfigurationError(`${file} cannot be loaded (${reasonOf(cause)}${placeOf(cause)}): ${remedy}`, {
            cause,
        });
    }
}

/**
 * Loads a module as `import()` would, by `require` where that gives the same: Node's loader of ES modules takes a server 80 ms
 * and 5 MB. What says that it is an ES module goes by that loader, whose hooks (`--import`) never hear of a `require`.
 */
async function load(file: string): Promise<object> {
    return isEsModule(file) ? await byImport(file) : (byRequire(file) ?? (await byImport(file)));
}

/** Gives undefined where it takes `import()` to tell. A module that has run already does not run again for it. */
function byRequire(file: string): object | undefined {
    try {
        return namespaceOf(createRequire(__filename)(file));
    } catch (error) {
        if (isRefusal(error, file)) return undefined;
        throw error;
    }
}

function byImport(file: string): Promise<object> {
    return importModule(pathToFileURL(file).href);
}

/**
 * What a module exports as `import()` gives it: by name in the order of the alphabet, and as the default. Undefined where that
 * depends on the names that Node finds in its text: those come first, the others as they were written, and the first contract
 * is the one without a name. Where they were written in the order of the alphabet, both is the same.
 */
function namespaceOf(exported: unknown): object | undefined {
    if (types.isModuleNamespaceObject(exported)) return exported as object; // what node:util looked at
    // What a class has besides is exported only where the text says it, and not where it is a static of the class.
    if (typeof exported === 'function' && Object.keys(exported).length > 0) return undefined;
    const named = isObject(exported) ? exported : {};
    return isSorted(Object.keys(named)) ? { ...named, default: exported } : undefined;
}

function isSorted(names: readonly string[]): boolean {
    return names.every((name, index) => index === 0 || (names[index - 1] ?? '') <= name);
}

/**
 * Whether `require` does not take this module, which has not run then. Node 22.7 to 22.11 call an ES module without a `type`
 * a mistake of syntax: its stack begins with the file, while that of one which is thrown begins with its name.
 */
function isRefusal(thrown: unknown, file: string): boolean {
    if (!types.isNativeError(thrown)) return false;
    if (thrown.name === 'SyntaxError') return thrown.stack?.startsWith(`${file}:`) === true;
    return Reflect.get(thrown, 'code') === 'ERR_REQUIRE_ASYNC_MODULE';
}

async function remedyFor(cause: unknown): Promise<string> {
    const { isOfStandardDecorator, legacySetting } = await import('@heddle/contract/internal');
    if (types.isNativeError(cause) && isOfStandardDecorator(cause))
        return `its decorators are called as standard (TC39) decorators: ${legacySetting(cause.stack ?? '')}`;
    return 'correct the module, or install what it imports; the log level DEBUG shows the stack';
}

/** Where the error was thrown, as far as its stack tells a place in a file: ` at /path/contract.js:3:7`. */
function placeOf(thrown: unknown): string {
    const stack = types.isNativeError(thrown) ? (thrown.stack ?? '') : '';
    const [, place] =
        /^(?:\s+at .*?|)\(?(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^()\n]+:\d+(?::\d+)?)\)?$/m.exec(stack) ?? [];
    return place === undefined ? '' : ` at ${place}`;
}
