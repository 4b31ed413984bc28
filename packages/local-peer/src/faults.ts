import type { MessageType } from '@heddle/protocol';

/**
 * Faults on demand, for tests of the chaincode side: what a real peer does rarely, or under load only. None by default.
 */
export interface PeerFaults {
    /**
     * Asked for each request of a chaincode before it is answered; undefined (or a promise of it) answers as usual. A
     * promise delays the answer until it settles.
     */
    readonly answer?: (request: ChaincodeRequest) => AnswerFault | undefined | Promise<AnswerFault | undefined>;
    /**
     * Asked for each write, single or in a batch, before it is made; a text fails it with that text. In a batch the
     * writes before it stay and those after it are not made, as on a real peer.
     */
    readonly write?: (write: RequestedWrite) => string | undefined;
}

/** What a chaincode asks of the peer. */
export interface ChaincodeRequest {
    readonly type: MessageType;
    readonly channelId: string;
    readonly txId: string;
    /** Encoded; see `requests` of @heddle/protocol. */
    readonly payload: Uint8Array;
}

/** A write that a chaincode asks for, also one of a batch. */
export interface RequestedWrite {
    readonly type: MessageType;
    readonly namespace: string;
    readonly collection: string;
    readonly key: string;
}

/** What happens instead of an answer. */
export type AnswerFault =
    /** An ERROR with this text. */
    | { readonly error: string }
    /** A RESPONSE with this payload, empty for a multiple read whose ledger failed. */
    | { readonly payload: Uint8Array }
    /** These frames, unchanged: duplicates, late answers, unknown types, garbage. */
    | { readonly frames: readonly Uint8Array[] }
    /** No answer, ever. */
    | 'silence'
    /** The peer ends the stream. */
    | 'hang-up';
