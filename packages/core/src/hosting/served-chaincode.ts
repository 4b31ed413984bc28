import type { MessageStream } from '@heddle/protocol';
import type { SessionOrigin } from '../transport/session-origin';
import type { ResolvedServerOptions } from './server-options';
import type { ResolvedServerTls } from './tls';

/** A chaincode at an address, as far as the address has to know it: one that runs here, or one that runs elsewhere. */
export interface ServedChaincode {
    readonly options: Pick<
        ResolvedServerOptions,
        'packageId' | 'address' | 'hostname' | 'keepalive' | 'logger' | 'observer' | 'transport'
    >;
    /** Its certificates of now. */
    readonly tls: ResolvedServerTls | undefined;
    /**
     * What clients must have shown to be let in here: the CAs of their certificates, or '' for nothing. Where two
     * chaincodes demand the same, a connection that was made for the one is good enough for the other.
     */
    readonly demand: string;
    /** Whether it can take streams. */
    readonly isStarted: boolean;
    /** Takes the stream of a peer. */
    serve(stream: MessageStream, origin: SessionOrigin): void;
    /** Refuses new transactions, lets those under way finish for as long as that, then ends all streams. */
    close(graceMs: number): Promise<void>;
}

/** What a connection has shown that was let in by this TLS. */
export function demandOf(tls: ResolvedServerTls | undefined): string {
    return tls?.clientCACerts?.toString() ?? '';
}
