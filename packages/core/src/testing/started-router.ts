import { Router } from '../router/router';
import type { RouteOptions, RouterOptions } from '../router/router-options';
import { RecordedLog } from './recorded-log';
import { ScriptedPeer } from './scripted-peer';
import { ScriptedServer } from './scripted-server';

/** A router on a free port. */
export interface StartedRouter extends AsyncDisposable {
    readonly router: Router;
    readonly address: string;
    readonly log: RecordedLog;
}

/** Starts a router with one route. */
export async function startRouter(
    servers: readonly string[],
    options: Partial<RouterOptions> & { readonly route?: Partial<RouteOptions> } = {},
): Promise<StartedRouter> {
    const { route, ...others } = options;
    const log = new RecordedLog();
    const router = new Router({
        routes: [{ address: '127.0.0.1:0', servers, ...route }],
        logger: log,
        lookupIntervalMs: 10,
        // Where time limits are not the subject, a slow machine must not come to them.
        serverWaitMs: 60_000,
        registrationTimeoutMs: 60_000,
        ...others,
    });
    const [{ address } = { address: '' }] = await router.start();
    return { router, address, log, [Symbol.asyncDispose]: () => router.close({ graceMs: 0 }) };
}

/** A peer, a router, and two servers behind it that have been greeted. */
export class RoutedPair implements AsyncDisposable {
    readonly peer: ScriptedPeer;
    readonly started: StartedRouter;
    readonly servers: readonly [ScriptedServer, ScriptedServer];
    /** Their streams. */
    readonly streams: readonly [ScriptedPeer, ScriptedPeer];

    private constructor(
        peer: ScriptedPeer,
        started: StartedRouter,
        servers: readonly [ScriptedServer, ScriptedServer],
        streams: readonly [ScriptedPeer, ScriptedPeer],
    ) {
        this.peer = peer;
        this.started = started;
        this.servers = servers;
        this.streams = streams;
    }

    static async start(options: Parameters<typeof startRouter>[1] = {}): Promise<RoutedPair> {
        const servers = [await ScriptedServer.listen(), await ScriptedServer.listen()] as const;
        const started = await startRouter([servers[0].address, servers[1].address], options);
        const peer = ScriptedPeer.dial(started.address);
        const [first, second] = await Promise.all([servers[0].greeted(), servers[1].greeted(), peer.register()]);
        return new RoutedPair(peer, started, servers, [first, second]);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
        await this.started[Symbol.asyncDispose]();
        for (const server of this.servers) await server.kill();
    }
}
