export type Screen = 'transactions' | 'contracts' | 'ledger' | 'blocks' | 'events' | 'identities' | 'chaincode';

export const SCREENS: readonly Screen[] = [
    'transactions',
    'contracts',
    'ledger',
    'blocks',
    'events',
    'identities',
    'chaincode',
];

/** Where somebody is on the page: what the address bar says, and nothing that it must not. */
export interface Address {
    readonly screen: Screen;
    /** Behind the screen: a transaction's id, a contract and its function, a chaincode and its collection, a block. */
    readonly path: readonly string[];
    readonly query: ReadonlyMap<string, string>;
}

export function parseAddress(pathname: string, search: string): Address {
    const [first = '', ...path] = pathname
        .split('/')
        .filter((part) => part !== '')
        .map(decoded);
    const screen = SCREENS.find((one) => one === first) ?? 'transactions';
    return { screen, path, query: new Map(new URLSearchParams(search)) };
}

export function formatAddress(
    screen: Screen,
    path: readonly string[] = [],
    query: Readonly<Record<string, string | undefined>> = {},
): string {
    const given = Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [`${encoded(name)}=${encoded(value)}`],
    );
    return `/${[screen, ...path].map(encoded).join('/')}${given.length === 0 ? '' : `?${given.join('&')}`}`;
}

/** Half a surrogate pair cannot be encoded, and is in no address. */
function encoded(part: string): string {
    return encodeURIComponent(part.toWellFormed());
}

function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
