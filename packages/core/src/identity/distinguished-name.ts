import type { NameAttribute } from './client-certificate';

/** The forms in which chaincode writes the names of certificates: ours, fabric-shim's and the Go shim's. */

const SHORT_NAMES: Readonly<Record<string, string>> = {
    '2.5.4.3': 'CN',
    '2.5.4.6': 'C',
    '2.5.4.7': 'L',
    '2.5.4.8': 'ST',
    '2.5.4.10': 'O',
    '2.5.4.11': 'OU',
    '1.2.840.113549.1.9.1': 'E',
};

/**
 * A name as fabric-shim writes it, in the certificate's order: `/C=US/O=org1.example.com/CN=user1`.
 *
 * Every `/` and `\` of a value is escaped, and attributes without a short name are written by their object identifier:
 * otherwise two clients could have one name. (fabric-shim escapes the first `/` only, and leaves such types out.)
 */
export function toSlashName(attributes: readonly NameAttribute[]): string {
    return attributes.map(({ oid, value }) => `/${SHORT_NAMES[oid] ?? oid}=${slashValue(value)}`).join('');
}

/** A name to the letter as fabric-shim writes it, for chaincode that compares names with those on the ledger. */
export function toShimName(attributes: readonly NameAttribute[]): string {
    return attributes
        .map(({ oid, value }) => `/${SHORT_NAMES[oid] ?? ''}=${value.toString('utf8').replace('/', '\\/')}`)
        .join('');
}

function slashValue(value: string | Buffer): string {
    if (typeof value !== 'string') return `#${value.toString('hex')}`;
    return value.replace(/^#|[\\/]/g, '\\$&');
}

interface GoAttribute {
    readonly oid: string;
    readonly name: string;
    /** Of an attribute that a name has once, Go keeps the last one. */
    readonly isSingle: boolean;
}

/** In the order in which Go writes them (crypto/x509/pkix, Name.ToRDNSequence), which is then turned round. */
const GO_ATTRIBUTES: readonly GoAttribute[] = [
    { oid: '2.5.4.6', name: 'C', isSingle: false },
    { oid: '2.5.4.10', name: 'O', isSingle: false },
    { oid: '2.5.4.11', name: 'OU', isSingle: false },
    { oid: '2.5.4.7', name: 'L', isSingle: false },
    { oid: '2.5.4.8', name: 'ST', isSingle: false },
    { oid: '2.5.4.9', name: 'STREET', isSingle: false },
    { oid: '2.5.4.17', name: 'POSTALCODE', isSingle: false },
    { oid: '2.5.4.3', name: 'CN', isSingle: true },
    { oid: '2.5.4.5', name: 'SERIALNUMBER', isSingle: true },
];

/**
 * A name as the Go shim writes it (fabric-chaincode-go, pkg/cid, getDN): RFC 2253, grouped by type, and without the
 * attributes that Go's pkix.Name has no field for.
 */
export function toGoName(attributes: readonly NameAttribute[]): string {
    const groups = GO_ATTRIBUTES.map(({ oid, name, isSingle }) => {
        const values = attributes.flatMap(({ oid: type, value }) =>
            type === oid && typeof value === 'string' ? [value] : [],
        );
        const written = isSingle ? values.slice(-1).filter((value) => value !== '') : values;
        return written.map((value) => `${name}=${rfc2253Value(value)}`).join('+');
    });
    return groups
        .filter((group) => group !== '')
        .reverse()
        .join(',');
}

function rfc2253Value(value: string): string {
    return value.replace(/^[ #]|[,+"\\<>;]| $/g, '\\$&');
}
