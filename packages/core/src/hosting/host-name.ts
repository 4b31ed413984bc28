import { isIPv6 } from 'node:net';
import { ChaincodeError } from '../errors';
import { namesOf, SERVER_OPTIONS } from './option-names';

/**
 * The host name in an `:authority`, in the form in which names are compared. The port does not count: containers and
 * load balancers map it.
 */
export function hostNameOf(authority: string): string {
    const [host] = /^(?:\[[^\]]*\]|[^:]*)(?=:\d*$)/.exec(authority) ?? [];
    return comparable(host ?? authority);
}

/**
 * A host name that was given as an option, in the form in which names are compared.
 * @throws ChaincodeError INVALID_OPTIONS where it is not a host name, or has a port
 */
export function checkedHostName(hostname: unknown): string | undefined {
    if (hostname === undefined) return undefined;
    const name = typeof hostname === 'string' ? comparable(hostname) : '';
    if (/^[^\s/,"':]+$/.test(name) || isIPv6(name)) return name;
    throw new ChaincodeError(
        'INVALID_OPTIONS',
        `${namesOf(SERVER_OPTIONS.hostname)} is ${JSON.stringify(hostname)}: set it to the host of the address in the ` +
            "package's connection.json, without the port",
    );
}

/** In small letters, without brackets and the final dot. */
function comparable(host: string): string {
    return host
        .toLowerCase()
        .replace(/^\[(.*)\]$/, '$1')
        .replace(/\.$/, '');
}
