import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '@heddle/core';
import { type RouteOptions, Router } from '@heddle/core/router';
import { ConfigurationError } from '../reporting/command-error';
import { MistakeLog } from '../reporting/mistake-log';
import { reasonOf } from '../reporting/reason-of';

export interface RouteReloaderOptions {
    /** What the router was made of. */
    readonly routes: readonly RouteOptions[];
    /**
     * Reads the routes again, with the contents of their files.
     * @throws ConfigurationError if that cannot work
     */
    readonly read: () => readonly RouteOptions[];
    readonly router: Pick<Router, 'reloadTls' | 'reloadServerTls'>;
    /** How often to look at the files; 0 for never. */
    readonly intervalMs: number;
    readonly logger: Logger;
}

/** A route that runs, and what it has by now. */
interface Running {
    readonly index: number;
    route: RouteOptions;
}

interface Renewed {
    readonly running: Running;
    readonly route: RouteOptions;
}

const TAKEN = 'new connections, of peers and to servers, have the certificates that are in their files now';

/**
 * Sees to it that a router has the certificates that are in their files. It takes all of them or none, and nothing else: a
 * route has its id, addresses and servers for as long as the router runs.
 *
 * Owns: the timer. After a mistake, the router goes on as it is, and the files are looked at again the next time: they may have
 * been written by half.
 */
export class RouteReloader {
    readonly #options: RouteReloaderOptions;
    readonly #running: ReadonlyMap<string, Running>;
    readonly #mistakes: MistakeLog;
    #timer: NodeJS.Timeout | undefined;
    #phase: 'waiting' | 'looking' | 'closed' = 'waiting';

    constructor(options: RouteReloaderOptions) {
        this.#options = options;
        this.#running = byPlace(options.routes);
        this.#mistakes = new MistakeLog(options.logger);
    }

    /** Looks at the files from now on. To be called when the router has started. */
    start(): void {
        if (this.#phase === 'closed') return;
        this.#phase = 'looking';
        const { intervalMs } = this.#options;
        this.#look();
        if (intervalMs === 0) return;
        this.#timer = setInterval(() => {
            this.#look();
        }, intervalMs).unref();
    }

    /** Looks at the files now, and tells mistakes again. */
    readonly reload = (): void => {
        // At its start it looks anyway.
        if (this.#phase !== 'looking') return;
        this.#mistakes.forget();
        if (this.#look() === 0) this.#options.logger.info({}, TAKEN);
    };

    /** Looks no more. Idempotent. */
    close(): void {
        this.#phase = 'closed';
        clearInterval(this.#timer);
    }

    /** @returns how many routes have other certificates now; undefined where none were taken, which is in the log */
    #look(): number | undefined {
        try {
            const renewed = this.#renewed(this.#options.read());
            for (const { running, route } of renewed) this.#take(running, route);
            this.#mistakes.tell([]);
            if (renewed.length > 0) this.#options.logger.info({ routes: renewed.length }, TAKEN);
            return renewed.length;
        } catch (error) {
            this.#mistakes.tell([error]);
            return undefined;
        }
    }

    /** @throws where anything besides certificates differs, or some of these cannot be used */
    #renewed(routes: readonly RouteOptions[]): Renewed[] {
        const next = byPlace(routes);
        const pairs = Array.from(this.#running, ([place, running]) => ({ running, route: next.get(place)?.route }));
        const renewed = pairs.flatMap(({ running, route }) => {
            if (route === undefined || next.size !== pairs.length) {
                throw changed('there are other routes, or a route has another id, address or host name');
            }
            refuseOther(running.route, route);
            // With the contents of files.
            return isDeepStrictEqual(running.route, route) ? [] : [{ running, route }];
        });
        if (renewed.length > 0) this.#check(routes);
        return renewed;
    }

    #check(routes: readonly RouteOptions[]): void {
        try {
            // It checks its options when it is made, long before it listens.
            new Router({ routes, logger: this.#options.logger });
        } catch (cause) {
            const remedy = 'put a certificate and its key there; the router goes on with those that it has';
            throw new ConfigurationError(`the certificates cannot be used (${reasonOf(cause)}): ${remedy}`, { cause });
        }
    }

    #take(running: Running, route: RouteOptions): void {
        const { router } = this.#options;
        if (route.tls !== undefined) router.reloadTls(running.index, route.tls);
        if (route.serverTls !== undefined) router.reloadServerTls(running.index, route.serverTls);
        running.route = route;
    }
}

/** By where peers find them, in whichever order they are. Only those that listen at free ports may have the same place. */
function byPlace(routes: readonly RouteOptions[]): ReadonlyMap<string, Running> {
    const found = new Map<string, Running>();
    for (const [index, route] of routes.entries()) {
        const { packageId, address, hostname } = route;
        let place = JSON.stringify([packageId, address, hostname]);
        while (found.has(place)) place += ' again';
        found.set(place, { index, route });
    }
    return found;
}

function refuseOther(running: RouteOptions, next: RouteOptions): void {
    const name = next.packageId ?? next.address;
    if (running.servers.join() !== next.servers.join()) throw changed(`${name} has other servers`);
    for (const side of ['tls', 'serverTls'] as const) {
        if ((running[side] === undefined) !== (next[side] === undefined)) {
            throw changed(`${side} of ${name} is ${next[side] === undefined ? 'gone' : 'new'}`);
        }
    }
}

function changed(what: string): ConfigurationError {
    const remedy = 'put it back, or start the router again; until then no certificates are taken either';
    return new ConfigurationError(`${what}, and a router takes nothing but certificates while it runs: ${remedy}`);
}
