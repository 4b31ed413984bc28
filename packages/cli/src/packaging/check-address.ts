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
    if (text === undefined || hasTemplate(text)) return [];
    const parsed = parseDialledAddress(text);
    if (parsed === undefined) {
        const isUrl = /^[a-z]+:\/\//i.test(text);
        const what = `is ${JSON.stringify(text)}, which is not host:port${isUrl ? ' but a URL' : ''}`;
        return [error(name, what, REMEDY)];
    }
    return checkHost(name, parsed.host);
}

function checkHost(name: string, host: string): Finding[] {
    if (/^(?:0\.0\.0\.0|::)$/.test(host)) {
        return [warning(name, `is ${host}, which servers listen at but nobody can connect to`, REMEDY)];
    }
    if (/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host)) {
        const remedy = 'give a name that peers can resolve, unless they run on this machine and outside of containers';
        return [warning(name, `is ${host}, which is the peer's own machine or container to a peer`, remedy)];
    }
    return [];
}
