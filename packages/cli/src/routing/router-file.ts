import type { ClientTlsOptions } from '@heddle/core';
import type { RouteOptions } from '@heddle/core/router';
import { checkedFields, optionalText, requiredText } from '../input/json-fields';
import { memberOf, type Place, readListFile, readOptionalPem, readPem, tlsFilesIn } from '../input/list-file';
import { readTogether } from '../input/read-together';
import { ConfigurationError } from '../reporting/command-error';

const FIELDS = ['id', 'address', 'hostname', 'servers', 'tls', 'serverTls'] as const;
const SERVER_TLS_FIELDS = ['rootCert', 'key', 'cert', 'serverName'] as const;

/** What holds for routes that say nothing else. */
export type RouteDefaults = Pick<RouteOptions, 'tls' | 'serverTls'>;

/**
 * Reads a file with the routes of a router: a JSON array of objects. Paths in it begin at its own folder.
 * @throws ConfigurationError that names the file and the place in it
 */
export function readRouterFile(file: string, defaults: RouteDefaults): readonly RouteOptions[] {
    const form = { what: 'routes', example: '[{ "address": …, "servers": [ … ] }, …]' };
    return readListFile(file, form, (entry, place) => toRoute(entry, place, defaults));
}

function toRoute(entry: unknown, place: Place, defaults: RouteDefaults): RouteOptions {
    const { where } = place;
    const fields = checkedFields(entry, FIELDS, where);
    const { tls, serverTls } = fields;
    return {
        packageId: optionalText(fields, 'id', where),
        address: requiredText(fields, 'address', where),
        hostname: optionalText(fields, 'hostname', where),
        servers: serversIn(fields.servers, `${where}.servers`),
        tls: tls === undefined ? defaults.tls : tlsFilesIn(tls, memberOf(place, 'tls'))(),
        serverTls: serverTls === undefined ? defaults.serverTls : toServerTls(serverTls, memberOf(place, 'serverTls')),
    };
}

function serversIn(value: unknown, where: string): readonly string[] {
    if (Array.isArray(value) && value.length > 0 && value.every((one): one is string => typeof one === 'string')) {
        return value;
    }
    throw new ConfigurationError(
        `${where} is no list of servers: set it to host:port of each, such as ["assets:9999"]`,
    );
}

function toServerTls(value: unknown, place: Place): ClientTlsOptions {
    const fields = checkedFields(value, SERVER_TLS_FIELDS, place.where);
    const rootCert = requiredText(fields, 'rootCert', place.where);
    const [key, cert, serverName] = (['key', 'cert', 'serverName'] as const).map((name) =>
        optionalText(fields, name, place.where),
    );
    return readTogether(() => ({
        rootCert: readPem(rootCert, memberOf(place, 'rootCert')),
        key: readOptionalPem(key, memberOf(place, 'key')),
        cert: readOptionalPem(cert, memberOf(place, 'cert')),
        serverName,
    }));
}
