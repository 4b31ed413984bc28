import { hostNameOf } from './host-name';
import type { ResolvedServerTls } from './tls';

/** TLS of one chaincode, and the host name for which it holds. */
export interface NamedTls {
    /** Undefined: for all names that no other has. */
    readonly hostname: string | undefined;
    readonly tls: ResolvedServerTls;
}

/** Which TLS holds for whom at an address. It does not change: handshakes under way end as they have begun. */
export class TlsByName {
    /** For clients that name no host, as those that dial an IP address, or one that is not known here. */
    readonly otherwise: ResolvedServerTls;
    readonly #byName: ReadonlyMap<string, ResolvedServerTls>;

    /** @param entries at least one; without one for all names, the first stands in for it */
    constructor(entries: readonly [NamedTls, ...NamedTls[]]) {
        this.otherwise = (entries.find(({ hostname }) => hostname === undefined) ?? entries[0]).tls;
        this.#byName = new Map(entries.map(({ hostname, tls }) => [hostname ?? '', tls]));
    }

    /** All that there are. */
    get all(): ResolvedServerTls[] {
        return [...this.#byName.values()];
    }

    /** @param serverName what the client's handshake names (SNI); false or '' where it names nothing */
    choose(serverName: string | false | null | undefined): ResolvedServerTls {
        const name = typeof serverName === 'string' ? hostNameOf(serverName) : '';
        return this.#byName.get(name) ?? this.otherwise;
    }
}
