import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ServerTlsOptions } from '@heddle/core';
import { checkedFields, optionalText, requiredText } from '../input/json-fields';
import { readTogether } from '../input/read-together';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import type { ChaincodeDefaults, DesiredChaincode, TlsSource } from './desired-chaincode';

const FIELDS = ['id', 'address', 'hostname', 'modulePath', 'package', 'mspId', 'tls'] as const;
const TLS_FIELDS = ['key', 'cert', 'clientCACerts', 'keyPassword'] as const;

/** Where in the file something stands, and where the paths in it begin. */
interface Place {
    readonly where: string;
    readonly folder: string;
}

/**
 * Reads a file with the chaincodes of a server: a JSON array of objects. Paths in it begin at its own folder.
 * @throws ConfigurationError that names the file and the place in it
 */
export function readConfigFile(file: string, defaults: ChaincodeDefaults): DesiredChaincode[] {
    const list = parse(file);
    if (!Array.isArray(list) || list.length === 0) {
        throw invalid(file, 'is no list of chaincodes', 'write [{ "id": …, "address": … }, …]');
    }
    return list.map((entry: unknown, index) => {
        return toChaincode(entry, { where: `${file}: [${index}]`, folder: dirname(file) }, defaults);
    });
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

function toChaincode(entry: unknown, place: Place, defaults: ChaincodeDefaults): DesiredChaincode {
    const fields = checkedFields(entry, FIELDS, place.where);
    const text = (name: (typeof FIELDS)[number]): string | undefined => optionalText(fields, name, place.where);
    const modulePath = text('modulePath');
    const packageFile = text('package');
    return {
        source: place.where,
        packageId: requiredText(fields, 'id', place.where),
        address: requiredText(fields, 'address', place.where),
        hostname: text('hostname'),
        modulePath: modulePath === undefined ? defaults.modulePath : resolve(place.folder, modulePath),
        packageFile: packageFile && resolve(place.folder, packageFile),
        mspId: text('mspId') ?? defaults.mspId,
        tls: fields.tls === undefined ? defaults.tls : toTls(fields.tls, { ...place, where: `${place.where}.tls` }),
    };
}

function toTls(value: unknown, { where, folder }: Place): TlsSource {
    const fields = checkedFields(value, TLS_FIELDS, where);
    const key = requiredText(fields, 'key', where);
    const cert = requiredText(fields, 'cert', where);
    const clientCACerts = optionalText(fields, 'clientCACerts', where);
    const keyPassword = optionalText(fields, 'keyPassword', where);
    const read = (name: string, path: string): Buffer => readPem(resolve(folder, path), `${where}.${name}`);
    const readEach = (): ServerTlsOptions => ({
        key: read('key', key),
        cert: read('cert', cert),
        clientCACerts: clientCACerts === undefined ? undefined : read('clientCACerts', clientCACerts),
        keyPassword,
    });
    return { read: () => readTogether(readEach) };
}

function readPem(path: string, where: string): Buffer {
    try {
        return readFileSync(path);
    } catch (error) {
        throw invalid(where, `names ${path}, which cannot be read (${reasonOf(error)})`, 'name a readable PEM file');
    }
}

function invalid(where: string, what: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${where} ${what}: ${remedy}`);
}
