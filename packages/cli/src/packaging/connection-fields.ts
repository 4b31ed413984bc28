/** The fields of connection.json (fabric, core/container/externalbuilder/instance.go, ChaincodeServerUserData). */
export const CONNECTION_FIELDS = [
    'address',
    'domain',
    'dial_timeout',
    'tls_required',
    'client_auth_required',
    'client_key',
    'client_cert',
    'root_cert',
] as const;

export type ConnectionField = (typeof CONNECTION_FIELDS)[number];

/** As it was read: nothing is known of the values. */
export type ConnectionFields = Readonly<Partial<Record<ConnectionField, unknown>>>;

/** How a package is looked at. */
export interface ConnectionContext {
    /** How messages name a field: by file and name, or by the option that it comes from. */
    readonly nameOf: (field: ConnectionField) => string;
    /** The package's type, in lower case. ccaas is for the builder that peers bring. */
    readonly type: string;
    /** Certificates must be valid now. Undefined: they need not, as of a package that is made again. */
    readonly now: Date | undefined;
}

/** The text of a field; undefined if it is missing, null, or something else. */
export function textOf(fields: ConnectionFields, field: ConnectionField): string | undefined {
    const value = fields[field];
    return typeof value === 'string' ? value : undefined;
}

/** Missing, or as good as: Go takes null for nothing. */
export function isMissing(fields: ConnectionFields, field: ConnectionField): boolean {
    return fields[field] === undefined || fields[field] === null;
}
