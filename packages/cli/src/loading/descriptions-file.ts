import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Descriptions } from '@heddle/contract';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

const VERSION = 1;
const REMEDY = 'write it anew with "heddle metadata --write-descriptions", or take it away';

/** Where a build keeps what doc comments say, for servers: those have no sources. */
export function descriptionsFileOf(folder: string): string {
    return join(folder, 'META-INF', 'descriptions.json');
}

/**
 * Reads what a build has kept of doc comments. Returns undefined where it has kept nothing.
 * @throws ConfigurationError if the file is of another form
 */
export function readDescriptionsFile(folder: string): Descriptions | undefined {
    const file = descriptionsFileOf(folder);
    let content: unknown;
    try {
        content = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new ConfigurationError(`${file} cannot be read (${reasonOf(error)}): ${REMEDY}`);
    }
    if (isDescriptions(content)) return content;
    throw new ConfigurationError(`${file} is not what this version of heddle writes: ${REMEDY}`);
}

/** @throws ConfigurationError if it cannot be written */
export function writeDescriptionsFile(folder: string, descriptions: Descriptions): void {
    const file = descriptionsFileOf(folder);
    try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `${JSON.stringify(descriptions, undefined, 4)}\n`);
    } catch (error) {
        throw new ConfigurationError(
            `${file} cannot be written (${reasonOf(error)}): it is for the folder of the package`,
        );
    }
}

function isDescriptions(content: unknown): content is Descriptions {
    if (typeof content !== 'object' || content === null) return false;
    const { v, classes, errors } = content as Readonly<Record<string, unknown>>;
    return v === VERSION && [classes, errors].every((part) => typeof part === 'object' && part !== null);
}
