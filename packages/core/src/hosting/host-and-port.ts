/** A host and a port. */
export interface HostAndPort {
    /** Without brackets; '' is every interface. */
    readonly host: string;
    readonly port: number;
}

const ADDRESS = /^(?:\[([^\]]*)\]|([^:[\]/]*)):(\d{1,5})$/;
const MAX_PORT = 65535;

/** Parses `host:port`, `0.0.0.0:9999`, `[::]:9999` and Go's `:9999`; undefined for other text. */
export function parseHostAndPort(text: string): HostAndPort | undefined {
    const [, bracketed, plain, digits] = ADDRESS.exec(text) ?? [];
    const port = Number(digits);
    if (digits === undefined || port > MAX_PORT) return undefined;
    return { host: bracketed ?? plain ?? '', port };
}

/** Writes an address as it is parsed, with brackets round IPv6 hosts. */
export function formatHostAndPort({ host, port }: HostAndPort): string {
    return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
