import type { PeerTls } from './peer-view';

/** A server to dial as a peer does. */
export interface DialOptions {
    readonly host: string;
    readonly port: number;
    /** The name that the server's certificate must have. */
    readonly serverName: string;
    /** What the request calls the server: the address of its package. */
    readonly authority: string;
    readonly tls: PeerTls | undefined;
    readonly timeoutMs: number;
}
