import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { Logger } from '@heddle/core';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { toError } from '../reporting/to-error';

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
        return (await import(pathToFileURL(file).href)) as object;
    } catch (cause) {
        logger.debug({ err: toError(cause) }, `${file} cannot be loaded`);
        const remedy = await remedyFor(cause);
        throw new ConfigurationError(`${file} cannot be loaded (${reasonOf(cause)}${placeOf(cause)}): ${remedy}`, {
            cause,
        });
    }
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
