import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ClientTlsOptions, ServerTlsOptions } from '@heddle/core';
import type { RouteOptions } from '@heddle/core/router';
import { checkedFields, type Fields, optionalText, requiredText } from '../input/json-fields';
import { readTogether } from '../input/read-together';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

const FIELDS = ['id', 'address', 'hostname', 'servers', 'tls', 'serverTls'] as const;
const TLS_FIELDS = ['key', 'cert', 'clientCACerts', 'keyPassword'] as const;
const SERVER_TLS_FIELDS = ['rootCert', 'key', 'cert', 'serverName'] as const;

/** What holds for routes that say nothing else. */
export type RouteDefaults = Pick<RouteOptions, 'tls' | 'serverTls'>;

/**
 * Reads a file with the routes of a router: a JSON array of objects. Paths in it begin at its own folder.
 * @throws ConfigurationError that names the file and the place in it
 */
export function readRouterFile(file: string, defaults: RouteDefaults): readonly RouteOptions[] {
    const list = parse(file);
    if (!Array.isArray(list) || list.length === 0) {
        throw invalid(file, 'is no list of routes', 'write [{ "address": …, "servers": [ … ] }, …]');
    }
    return list.map((entry: unknown, index) => toRoute(entry, `${file}: [${index}]`, dirname(file), defaults));
}

function parse(file: string): unknown {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
        throw invalid(file, `cannot be read as JSON (${reasonOf(error)})`, 'name a readable file, and correct it');
    }
}

function toRoute(entry: unknown, where: string, folder: string, defaults: RouteDefaults): RouteOptions {
    const fields = checkedFields(entry, FIELDS, where);
    return {
        packageId: optionalText(fields, 'id', where),
        address: requiredText(fields, 'address', where),
        hostname: optionalText(fields, 'hostname', where),
        servers: serversIn(fields.servers, `${where}.servers`),
        tls: fields.tls === undefined ? defaults.tls : toTls(fields.tls, `${where}.tls`, folder),
        serverTls:
            fields.serverTls === undefined
                ? defaults.serverTls
                : toServerTls(fields.serverTls, `${where}.serverTls`, folder),
    };
}

function serversIn(value: unknown, where: string): readonly string[] {
    if (Array.isArray(value) && value.length > 0 && value.every((one): one is string => typeof one === 'string')) {
        return value;
    }
    throw invalid(where, 'is no list of servers', 'set it to host:port of each, such as ["assets:9999"]');
}

function toTls(value: unknown, where: string, folder: string): ServerTlsOptions {
    const fields = checkedFields(value, TLS_FIELDS, where);
    const read = readerOf(where, folder);
    return readTogether(() => ({
        key: read('key', requiredText(fields, 'key', where)),
        cert: read('cert', requiredText(fields, 'cert', where)),
        clientCACerts: readOptional(read, fields, 'clientCACerts', where),
        keyPassword: optionalText(fields, 'keyPassword', where),
    }));
}

function toServerTls(value: unknown, where: string, folder: string): ClientTlsOptions {
    const fields = checkedFields(value, SERVER_TLS_FIELDS, where);
    const read = readerOf(where, folder);
    return readTogether(() => ({
        rootCert: read('rootCert', requiredText(fields, 'rootCert', where)),
        key: readOptional(read, fields, 'key', where),
        cert: readOptional(read, fields, 'cert', where),
        serverName: optionalText(fields, 'serverName', where),
    }));
}

type ReadFile = (name: string, path: string) => Buffer;

function readerOf(where: string, folder: string): ReadFile {
    return (name, path) => {
        try {
            return readFileSync(resolve(folder, path));
        } catch (error) {
            const what = `names ${path}, which cannot be read (${reasonOf(error)})`;
            throw invalid(`${where}.${name}`, what, 'name a readable PEM file');
        }
    };
}

function readOptional<Name extends string>(
    read: ReadFile,
    fields: Fields<Name>,
    name: Name,
    where: string,
): Buffer | undefined {
    const path = optionalText(fields, name, where);
    return path === undefined ? undefined : read(name, path);
}

function invalid(where: string, what: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${where} ${what}: ${remedy}`);
}
