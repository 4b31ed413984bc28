import type { Socket } from 'node:net';
import type { MessageStream } from '@heddle/protocol';
import type { Health } from './health';
import type { SessionOrigin } from './session-origin';

/** What a transport is given. */
export interface TransportOptions {
    readonly keepalive: { readonly timeMs: number; readonly timeoutMs: number };
    readonly health: Health;
    /** Takes the stream of a peer that called `protos.Chaincode/Connect`. */
    readonly onConnect: (stream: MessageStream, origin: SessionOrigin) => void;
}

/** Turns connections into gRPC calls. It neither listens nor does TLS: connections come from a Listener. */
export interface Transport {
    /** Whether the origin of its streams has the authority that was asked for. Without it, an address serves one id. */
    readonly tellsAuthority: boolean;
    /** Takes a connection that speaks HTTP/2, behind TLS where there is TLS. */
    accept(connection: Socket): void;
    /**
     * Tells the other sides to open no new streams (GOAWAY), as those that balance their load heed; calls under way go on.
     * Default: they are told when it is closed.
     */
    drain?(): void;
    /** Takes no new calls; resolves when those under way have ended, and their connections with them. */
    close(): Promise<void>;
}

/** Makes the transport of a server. */
export type TransportFactory = (options: TransportOptions) => Transport;
