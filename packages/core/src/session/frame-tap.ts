/**
 * Is told of each frame of a stream, both ways, in one order. It is called where the frames are, so it has to be quick, and
 * must not throw. A frame that it keeps has to be copied: its bytes belong to the transport.
 */
export interface FrameTap {
    /** A frame of the peer has arrived. */
    received(frame: Uint8Array): void;
    /** A frame is handed to the transport. Where the stream breaks then, it may not arrive. */
    sent(frame: Uint8Array): void;
    /** The stream has ended, for this reason, where there was one. Nothing comes after that. */
    ended(reason: Error | undefined): void;
}

/** The stream that a tap is for, and by what its transactions run. */
export interface TappedSession {
    readonly packageId: string;
    readonly mspId: string | undefined;
    readonly coalesce: boolean;
    readonly transactionTimeoutMs: number;
    /** How many worker threads share it. */
    readonly workers: number;
    /** Host and port of the peer. */
    readonly remote: string;
}

/** Makes the tap of a stream that a peer has opened. */
export type CreateFrameTap = (session: TappedSession) => FrameTap;

/**
 * By what the options of a host name a tap. A symbol, since it is not for users yet: what records a stream is written against
 * frames, and those are the wire's.
 */
export const FRAME_TAP: unique symbol = Symbol('heddle.frameTap');

/** Options of a host with a tap in them. */
export interface Tapped {
    readonly [FRAME_TAP]?: CreateFrameTap | undefined;
}

/** The same options, with a tap that is made for each stream of the host; undefined for none. */
export function withFrameTap<T extends object>(options: T, createTap: CreateFrameTap | undefined): T & Tapped {
    return createTap === undefined ? options : { ...options, [FRAME_TAP]: createTap };
}
