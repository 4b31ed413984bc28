import { error, type Finding, warning } from '../reporting/finding';
import { checkAddress } from './check-address';
import { checkConnectionTls } from './check-connection-tls';
import {
    CONNECTION_FIELDS,
    type ConnectionContext,
    type ConnectionField,
    type ConnectionFields,
    isMissing,
    textOf,
} from './connection-fields';
import { parseGoDuration } from './go-duration';
import { hasTemplate, isSimpleTemplate } from './template';

/**
 * Finds what a peer would refuse in a connection.json, or take for something else. It would say so only in its log, and
 * most of it not before the chaincode is first launched.
 */
export function checkConnection(fields: ConnectionFields, context: ConnectionContext): Finding[] {
    return [
        ...CONNECTION_FIELDS.flatMap((field) => checkKind(field, fields[field], context)),
        ...CONNECTION_FIELDS.flatMap((field) => checkTemplate(field, fields, context)),
        ...checkAddress(fields, context),
        ...checkDialTimeout(fields, context),
        ...checkConnectionTls(fields, context),
    ];
}

function checkKind(field: ConnectionField, value: unknown, { nameOf }: ConnectionContext): Finding[] {
    if (value === undefined || value === null || field === 'dial_timeout') return [];
    const shown = JSON.stringify(value);
    if (!field.endsWith('_required')) {
        return typeof value === 'string' ? [] : [error(nameOf(field), `is ${shown}, and no text`, 'put it in quotes')];
    }
    if (typeof value === 'boolean') return [];
    const isQuoted = typeof value === 'string' && /^(?:true|false)$/i.test(value);
    const remedy = isQuoted ? `write ${value.toLowerCase()} without quotes` : 'write true or false, without quotes';
    const what = isQuoted ? `is the text ${shown}, which is no boolean to a peer` : `is ${shown}, and no boolean`;
    return [error(nameOf(field), what, remedy)];
}

function checkTemplate(field: ConnectionField, fields: ConnectionFields, { nameOf }: ConnectionContext): Finding[] {
    const text = textOf(fields, field);
    if (text === undefined || !hasTemplate(text) || isSimpleTemplate(text)) return [];
    const opened = text.split('{{').length;
    if (opened !== text.split('}}').length) {
        return [error(nameOf(field), `has ${JSON.stringify(text)}, an unfinished template`, 'write {{.name}}')];
    }
    const what = `has ${JSON.stringify(text)}, which not every builder can fill in`;
    return [warning(nameOf(field), what, 'use templates of the form {{.name}} only')];
}

const UNITS = 'write a time with its unit in quotes, such as "10s", "500ms" or "1m"';

function checkDialTimeout(fields: ConnectionFields, { nameOf, type }: ConnectionContext): Finding[] {
    const name = nameOf('dial_timeout');
    const value = fields.dial_timeout;
    if (isMissing(fields, 'dial_timeout')) return type === 'ccaas' ? [withoutTimeout(name)] : [];
    if (typeof value === 'number') {
        const what = `is the number ${value}, which the builder of peers refuses, and others take for nanoseconds`;
        return [error(name, what, UNITS)];
    }
    if (typeof value !== 'string') return [error(name, `is ${JSON.stringify(value)}, and no time`, UNITS)];
    if (hasTemplate(value)) return [];
    const ms = parseGoDuration(value);
    if (ms === undefined) return [error(name, `is ${JSON.stringify(value)}, which is no time to a peer`, UNITS)];
    if (ms < 0) return [error(name, `is ${JSON.stringify(value)}, so that every connection comes too late`, UNITS)];
    return [];
}

function withoutTimeout(name: string): Finding {
    const what =
        'is missing, and there is no default: the builder of peers makes it an empty text, and the first launch fails ' +
        'with: time: invalid duration ""';
    return error(name, what, 'write "dial_timeout": "10s"');
}
