import { isIP } from 'node:net';
import { error, type Finding, warning } from '../reporting/finding';
import { type ConnectionContext, type ConnectionFields, textOf } from './connection-fields';
import { hasTemplate } from './template';

/** Where a chaincode server is, for those who dial it. */
export interface DialledAddress {
    /** Without brackets. */
    readonly host: string;
    readonly port: number;
}

const ADDRESS = /^(?:\[([\dA-Fa-f:.%\w]+)\]|([^\s:/[\]]+)):(\d{1,5})$/;

/** The host and the port of an address that can be dialled; undefined for any other text. */
export function parseDialledAddress(text: string): DialledAddress | undefined {
    const [, bracketed, plain, digits] = ADDRESS.exec(text) ?? [];
    const host = bracketed ?? plain;
    const port = Number(digits);
    return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

const REMEDY = 'give the host and the port at which peers reach the server, such as assets.example.com:9999';

/** Whether peers can dial the address. Of one with a template nothing is known. */
export function checkAddress(fields: ConnectionFields, { nameOf }: ConnectionContext): Finding[] {
    const name = nameOf('address');
    const { address } = fields;
    if (address === undefined || address === null || address === '') return [error(name, 'is missing', REMEDY)];
    const text = textOf(fields, 'address');
    // Another kind of value has been reported.
    if (text === undefined) return [];
    const [variable] = /\$\{?[A-Za-z_]\w*\}?/.exec(text) ?? [];
    if (variable !== undefined) {
        const what = `is ${JSON.stringify(text)}, in which nothing replaces ${variable}`;
        const remedy = 'write the value; a shell replaces variables outside of single quotes, and peers only {{.name}}';
        return [error(name, what, remedy)];
    }
    if (hasTemplate(text)) return [];
    const parsed = parseDialledAddress(text);
    if (parsed === undefined) {
        const isUrl = /^[a-z]+:\/\//i.test(text);
        const what = `is ${JSON.stringify(text)}, which is not host:port${isUrl ? ' but a URL' : ''}`;
        return [error(name, what, REMEDY)];
    }
    return checkHost(name, parsed.host);
}

/** Names of containers may have `_` in them. */
const LABEL = /^(?!-)[\w-]{1,63}(?<!-)$/;

/** Whether it is a name that can be resolved, or an IP address. */
function isHost(host: string): boolean {
    if (isIP(host) !== 0) return true;
    // What looks like an IP address but is malformed is not a name either.
    if (/^[\d.]+$/.test(host) || host.includes(':')) return false;
    const name = host.replace(/\.$/, '');
    return name.length <= 253 && name.split('.').every((label) => LABEL.test(label));
}

function checkHost(name: string, host: string): Finding[] {
    if (!isHost(host)) {
        const what = `has the host ${JSON.stringify(host)}, which is neither the name of a host nor an IP address`;
        return [error(name, what, REMEDY)];
    }
    if (/^(?:0\.0\.0\.0|::)$/.test(host)) {
        return [warning(name, `is ${host}, which servers listen at but nobody can connect to`, REMEDY)];
    }
    if (/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host)) {
        const remedy = 'give a name that peers can resolve, unless they run on this machine and outside of containers';
        return [warning(name, `is ${host}, which is the peer's own machine or container to a peer`, remedy)];
    }
    return [];
}
