import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { Logger } from '@heddle/core';
import { importModule } from '../../bin/import-module';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { toError } from '../reporting/to-error';
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
 * Loads a module as `import()` would, by `require` where that can: Node's loader of ES modules takes a server 80 ms and 5 MB.
 * Versions of Node differ in what they require, and a module that they refuse has not run yet.
 */
async function load(file: string): Promise<object> {
    try {
        return namespaceOf(createRequire(__filename)(file));
    } catch (error) {
        if (!isForImport(error)) throw error;
        return await importModule(pathToFileURL(file).href);
    }
}

/** What a module exports as `import()` gives it: by name in the order of the alphabet, and as the default. */
function namespaceOf(exported: unknown): object {
    if (types.isModuleNamespaceObject(exported)) return exported as object; // what node:util looked at
    const named = isObject(exported) ? Object.entries(exported) : [];
    return { ...Object.fromEntries(named.sort(([one], [other]) => (one < other ? -1 : 1))), default: exported };
}

/** Node 22.7 to 22.11 take ES modules without a `type` by import alone, and call what require finds a mistake of syntax. */
function isForImport(thrown: unknown): boolean {
    if (!types.isNativeError(thrown)) return false;
    const code: unknown = Reflect.get(thrown, 'code');
    return code === 'ERR_REQUIRE_ESM' || code === 'ERR_REQUIRE_ASYNC_MODULE' || thrown.name === 'SyntaxError';
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
