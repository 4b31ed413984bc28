import { lookup as lookUp } from 'node:dns/promises';
import { isIP } from 'node:net';
import { toError } from '../errors';
import { formatHostAndPort, type HostAndPort } from '../hosting/host-and-port';
import { LimitedLog } from '../limited-log';
import type { Logger } from '../logger';
import { pause } from './pause';
import type { Lookup, Target } from './router-options';

/** Where one server is. */
export interface ServerAddress extends HostAndPort {
    /** The host that was given: certificates are for that. */
    readonly name: string;
    /** Host and port as one text: the same for the same server. */
    readonly text: string;
}

export interface ServerAddressesOptions {
    /** For the log. */
    readonly route: string;
    readonly targets: readonly Target[];
    readonly intervalMs: number;
    readonly lookup?: Lookup | undefined;
    readonly logger: Logger;
    /** Is told all servers, at first and when one has come or gone. */
    readonly onChange: (addresses: readonly ServerAddress[]) => void;
}

/**
 * Where the servers are: each address of each name, looked up again and again.
 *
 * A name that cannot be looked up keeps the addresses that it had: that the servers have gone with it is for their
 * connections to tell.
 */
export class ServerAddresses {
    readonly #options: ServerAddressesOptions;
    readonly #log: LimitedLog;
    readonly #closed = new AbortController();
    readonly #known = new Map<Target, readonly ServerAddress[]>();
    #told: string | undefined;

    constructor(options: ServerAddressesOptions) {
        this.#options = options;
        this.#log = new LimitedLog(options.logger);
        // It never rejects.
        void this.#keepUp();
    }

    /** Looks nothing up any more. */
    close(): void {
        this.#closed.abort();
        this.#log.close();
    }

    async #keepUp(): Promise<void> {
        const { targets, intervalMs } = this.#options;
        const { signal } = this.#closed;
        do {
            await Promise.all(targets.map((target) => this.#find(target)));
            if (!signal.aborted) this.#tell();
            if (targets.every(({ host }) => isIP(host) !== 0)) return;
            await pause(intervalMs, signal);
        } while (!signal.aborted);
    }

    async #find(target: Target): Promise<void> {
        const { route } = this.#options;
        try {
            this.#known.set(target, await this.#lookUp(target));
        } catch (thrown) {
            if (this.#closed.signal.aborted) return;
            const { message } = toError(thrown);
            const kept = this.#known.has(target) ? 'the servers that it had are kept' : 'it has no servers for now';
            const text = `${route}: ${target.host} cannot be looked up (${message}): ${kept}`;
            this.#log.write('warn', target.text, { route, server: target.text }, text);
        }
    }

    async #lookUp({ host, port }: Target): Promise<readonly ServerAddress[]> {
        const { lookup = lookUpAll } = this.#options;
        const found = isIP(host) === 0 ? await lookup(host) : [{ address: host, family: isIP(host) }];
        // A server that has an address of each kind is one server.
        const ofVersion4 = found.filter(({ family }) => family === 4);
        return (ofVersion4.length > 0 ? ofVersion4 : found).map(({ address }) => ({
            host: address,
            port,
            name: host,
            text: formatHostAndPort({ host: address, port }),
        }));
    }

    #tell(): void {
        const addresses = new Map(Array.from(this.#known.values()).flatMap((all) => all.map((one) => [one.text, one])));
        const told = [...addresses.keys()].sort().join(' ');
        if (told === this.#told) return;
        this.#told = told;
        this.#options.onChange([...addresses.values()]);
    }
}

function lookUpAll(host: string): ReturnType<Lookup> {
    return lookUp(host, { all: true });
}
