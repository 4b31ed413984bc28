import type { LocalPeer } from '@heddle/local-peer';
import type { Network, NewUser } from '@heddle/studio';

/** The network that the page shows. */
export interface StudioNetwork {
    readonly peer: LocalPeer;
    readonly channel: string;
    /** What the network is a fork of, for people. */
    readonly fork?: string | undefined;
    readonly cryptoFolder: string;
    readonly queries: string;
    /** Whether values of transient data are kept, for whoever asks for one. */
    readonly showsTransient: boolean;
    /** Those that run. */
    chaincodes(): Network['chaincodes'];
    /** What a chaincode says of itself; null where it says nothing. */
    metadataOf(chaincode: string): Promise<unknown>;
    /** Has a chaincode built, or started, anew. The feed tells what comes of it. */
    runAgain(chaincode: string, how: 'build' | 'restart'): void;
    /** @throws ConfigurationError for what is no user, or no organization of the network */
    createUser(user: NewUser): void;
}
