import { readFileSync, writeFileSync } from 'node:fs';
import { types } from 'node:util';
import { CommandError, ConfigurationError, reasonOf } from 'heddle/command';
import { MARK } from './print-client';

/** Writes a client, and only over one that was generated, unless forced. @throws ConfigurationError */
export function writeClientFile(file: string, text: string, force: boolean): void {
    const before = readIfThere(file);
    if (before === text) return;
    if (before !== undefined && !before.startsWith(MARK) && !force) {
        throw new ConfigurationError(
            `${file} is there and was not generated: give --out another name, or --force to replace it`,
        );
    }
    try {
        writeFileSync(file, text);
    } catch (cause) {
        throw new ConfigurationError(`${file} cannot be written (${reasonOf(cause)}): give --out another one`, {
            cause,
        });
    }
}

/** @throws CommandError with exit code 1 where the file is not what would be written */
export function checkClientFile(file: string, text: string): void {
    const before = readIfThere(file);
    if (before === text) return;
    const found =
        before === undefined
            ? 'is not there'
            : `is not what would be written (first at line ${differingLine(before, text)})`;
    throw new CommandError(1, `${file} ${found}: generate it again, without --check`);
}

function differingLine(before: string, after: string): number {
    const lines = after.split('\n');
    return before.split('\n').findIndex((line, index) => line !== lines[index]) + 1 || lines.length;
}

function readIfThere(file: string): string | undefined {
    try {
        return readFileSync(file, 'utf8');
    } catch (cause) {
        if (types.isNativeError(cause) && 'code' in cause && cause.code === 'ENOENT') return undefined;
        throw new ConfigurationError(`${file} cannot be read (${reasonOf(cause)}): give --out another one`, { cause });
    }
}
