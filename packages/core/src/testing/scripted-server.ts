import { chaincodeId, MessageType } from '@heddle/protocol';
import { formatHostAndPort } from '../hosting/host-and-port';
import { Listener } from '../hosting/listener';
import type { ResolvedServerTls } from '../hosting/tls';
import { TlsByName } from '../hosting/tls-by-name';
import { Health } from '../transport/health';
import { http2Transport } from '../transport/http2-transport';
import type { SessionOrigin } from '../transport/session-origin';
import type { Transport } from '../transport/transport';
import { deferred } from './deferred';
import { RecordedLog } from './recorded-log';
import { ScriptedPeer } from './scripted-peer';

/** A stream that somebody opened to a scripted server. It says what a test tells it to. */
export interface ScriptedStream {
    readonly other: ScriptedPeer;
    readonly origin: SessionOrigin;
}

/** A chaincode server whose every word a test decides. */
export class ScriptedServer implements AsyncDisposable {
    readonly health = new Health();
    readonly log = new RecordedLog();
    readonly #listener: Listener;
    readonly #transport: Transport;
    readonly #streams: ScriptedStream[] = [];
    readonly #takers: ((stream: ScriptedStream) => void)[] = [];
    #address = '';

    private constructor(tls: ResolvedServerTls | undefined) {
        this.#transport = http2Transport({
            keepalive: { timeMs: 0, timeoutMs: 0 },
            health: this.health,
            onConnect: (stream, origin) => {
                const opened = { other: new ScriptedPeer(stream), origin };
                const taker = this.#takers.shift();
                if (taker === undefined) this.#streams.push(opened);
                else taker(opened);
            },
        });
        this.#listener = new Listener({
            tls: tls && new TlsByName([{ hostname: undefined, tls }]),
            logger: this.log,
            accept: (connection) => {
                this.#transport.accept(connection);
            },
        });
    }

    /** @param port a port of an earlier one, for one that comes back */
    static async listen(port = 0, tls?: ResolvedServerTls): Promise<ScriptedServer> {
        const server = new ScriptedServer(tls);
        const bound = await server.#listener.listen({ host: '127.0.0.1', port });
        server.#address = formatHostAndPort(bound);
        return server;
    }

    get address(): string {
        return this.#address;
    }

    get port(): number {
        return Number(this.#address.split(':')[1]);
    }

    /** The next stream that somebody opened. */
    async opened(): Promise<ScriptedStream> {
        const stream = this.#streams.shift();
        if (stream !== undefined) return stream;
        const { promise, resolve } = deferred<ScriptedStream>();
        this.#takers.push(resolve);
        return promise;
    }

    /** Registers on the next stream. */
    async register(packageId = 'cc:1'): Promise<ScriptedPeer> {
        const { other } = await this.opened();
        await other.send({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name: packageId }) });
        return other;
    }

    /** Registers on the next stream, and takes the greeting. */
    async greeted(packageId?: string): Promise<ScriptedPeer> {
        const other = await this.register(packageId);
        await other.next({ type: MessageType.REGISTERED });
        await other.next({ type: MessageType.READY });
        return other;
    }

    /** Says that it is to be given nothing new. */
    drain(): void {
        this.#transport.drain?.();
    }

    /** Is gone, as a process that was killed. */
    async kill(): Promise<void> {
        const gone = this.#listener.close();
        this.#listener.destroyConnections();
        await gone;
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.kill();
    }
}
