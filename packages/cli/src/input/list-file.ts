import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { checkedFields, optionalText, requiredText } from './json-fields';
import { readTogether } from './read-together';
import type { TlsFiles } from './tls-files';

const TLS_FIELDS = ['key', 'cert', 'clientCACerts', 'keyPassword'] as const;

/** Where in a file something stands, and where the paths in it begin. */
export interface Place {
    readonly where: string;
    readonly folder: string;
}

/** What a file is a list of. */
export interface ListForm {
    /** `routes` */
    readonly what: string;
    /** `[{ "address": … }, …]` */
    readonly example: string;
}

/**
 * Reads a file of JSON that is a list of objects, such as the chaincodes of a server. Paths in it begin at its own folder.
 *
 * @param toEntry takes one of them
 * @throws ConfigurationError that names the file, and the place in it
 */
export function readListFile<T>(
    file: string,
    { what, example }: ListForm,
    toEntry: (entry: unknown, place: Place) => T,
): T[] {
    const list = parse(file);
    if (!Array.isArray(list) || list.length === 0) throw invalid(file, `is no list of ${what}`, `write ${example}`);
    return list.map((entry: unknown, index) => toEntry(entry, { where: `${file}: [${index}]`, folder: dirname(file) }));
}

/** The place of a member of what stands at a place. */
export function memberOf({ where, folder }: Place, name: string): Place {
    return { where: `${where}.${name}`, folder };
}

/**
 * Takes the object `tls` of an entry.
 *
 * @returns reads the files that it names, as they are at one time; throws ConfigurationError where it cannot
 * @throws ConfigurationError where the object is not what it should be
 */
export function tlsFilesIn(value: unknown, place: Place): () => TlsFiles {
    const fields = checkedFields(value, TLS_FIELDS, place.where);
    const key = requiredText(fields, 'key', place.where);
    const cert = requiredText(fields, 'cert', place.where);
    const clientCACerts = optionalText(fields, 'clientCACerts', place.where);
    const keyPassword = optionalText(fields, 'keyPassword', place.where);
    return () =>
        readTogether(() => ({
            key: readPem(key, memberOf(place, 'key')),
            cert: readPem(cert, memberOf(place, 'cert')),
            clientCACerts: readOptionalPem(clientCACerts, memberOf(place, 'clientCACerts')),
            keyPassword,
        }));
}

/** @throws ConfigurationError where the file that a member names cannot be read */
export function readPem(path: string, { where, folder }: Place): Buffer {
    const file = resolve(folder, path);
    try {
        return readFileSync(file);
    } catch (error) {
        throw invalid(where, `names ${file}, which cannot be read (${reasonOf(error)})`, 'name a readable PEM file');
    }
}

/** As readPem; undefined where no file is named. */
export function readOptionalPem(path: string | undefined, place: Place): Buffer | undefined {
    return path === undefined ? undefined : readPem(path, place);
}

function parse(file: string): unknown {
    let text: string;
    try {
        text = readFileSync(file, 'utf8');
    } catch (error) {
        throw invalid(file, `cannot be read (${reasonOf(error)})`, 'name a readable file');
    }
    try {
        return JSON.parse(text);
    } catch (error) {
        throw invalid(file, `is no JSON (${reasonOf(error)})`, 'correct it');
    }
}

function invalid(where: string, what: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${where} ${what}: ${remedy}`);
}
