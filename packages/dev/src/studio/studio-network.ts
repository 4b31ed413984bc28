import type { LocalPeer } from '@heddle/local-peer';

/** The network that the page shows. */
export interface StudioNetwork {
    readonly peer: LocalPeer;
    readonly channel: string;
    /** What the network is a fork of, for people. */
    readonly fork?: string | undefined;
    readonly cryptoFolder: string;
    readonly queries: string;
    /** Those that run, with the names of their collections. */
    chaincodes(): readonly { readonly name: string; readonly collections: readonly string[] }[];
    /** What a chaincode says of itself; null where it says nothing. */
    metadataOf(chaincode: string): Promise<unknown>;
}
