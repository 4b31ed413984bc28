import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { type Environment, type Given, nameOf, type Sayable } from './environment';
import type { TlsPart } from './tls-part';

/** A file that an option or a variable names. */
export interface PemFile {
    readonly part: TlsPart;
    readonly given: Given;
    /** The setting by which it was named, which says whether it is base64. */
    readonly setting: Sayable;
}

/** @throws ConfigurationError if the file is named in both forms, and they are not known to be the same */
export function findPemFile(environment: Environment, part: TlsPart): PemFile | undefined {
    const pem = environment.find(part.pem);
    const inPem = pem && { part, given: pem, setting: part.pem };
    if (part.base64 === undefined) return inPem;
    const base64 = environment.find(part.base64);
    if (base64 === undefined) return inPem;
    if (pem === undefined) return { part, given: base64, setting: part.base64 };
    if (part.isNamedTwice === true) return inPem;
    const remedy = `keep ${nameOf(part.pem)} for a PEM file, or ${nameOf(part.base64)} for one of base64`;
    throw new ConfigurationError(`${pem.source} and ${base64.source} both name the ${part.what}: ${remedy}`);
}

/** Returns PEM, in whichever form the file has it. */
export function readPemFile(file: PemFile): Buffer {
    const bytes = readBytes(file);
    if (file.setting === file.part.pem) return requirePem(file, bytes, 'is not PEM');
    if (isPem(bytes)) throw unusable(file, 'is PEM, not base64', `name it by ${nameOf(file.part.pem)}`);
    const text = bytes.toString('latin1').replace(/\s+/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw unusable(file, 'is no base64');
    return requirePem(file, Buffer.from(text, 'base64'), 'is base64, but not of PEM');
}

/** What is wrong with a file, as an error with a remedy. */
export function unusable(file: PemFile, what: string, remedy: string = remedyFor(file)): ConfigurationError {
    return new ConfigurationError(`the file ${file.given.value} of ${file.given.source} ${what}: ${remedy}`);
}

function remedyFor({ part, setting }: PemFile): string {
    const form = setting === part.pem ? 'the PEM' : 'base64 of the PEM';
    return `set ${nameOf(setting)} to a readable file with ${form} of a ${part.what}`;
}

function readBytes(file: PemFile): Buffer {
    try {
        return readFileSync(file.given.value);
    } catch (error) {
        throw unusable(file, `cannot be read (${reasonOf(error)})`);
    }
}

function requirePem(file: PemFile, bytes: Buffer, otherwise: string): Buffer {
    if (!isPem(bytes)) throw unusable(file, otherwise);
    return bytes;
}

function isPem(bytes: Buffer): boolean {
    return bytes.includes('-----BEGIN ');
}
