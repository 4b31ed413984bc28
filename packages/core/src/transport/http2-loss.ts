import { constants } from 'node:http2';

/** What a peer said when it ended a connection. */
export interface GoAway {
    readonly code: number;
    readonly text: string;
}

/** What is known of a stream that has gone without its end. */
export interface Loss {
    readonly goAway: GoAway | undefined;
    /** What the stream was destroyed with. */
    readonly error: Error | undefined;
    readonly rstCode: number;
    /** Whether its connection has gone with it. */
    readonly isConnectionLost: boolean;
}

/** The names of HTTP/2's error codes, by code (RFC 9113, 7). */
const NAMES = [
    'NO_ERROR',
    'PROTOCOL_ERROR',
    'INTERNAL_ERROR',
    'FLOW_CONTROL_ERROR',
    'SETTINGS_TIMEOUT',
    'STREAM_CLOSED',
    'FRAME_SIZE_ERROR',
    'REFUSED_STREAM',
    'CANCEL',
    'COMPRESSION_ERROR',
    'CONNECT_ERROR',
    'ENHANCE_YOUR_CALM',
    'INADEQUATE_SECURITY',
    'HTTP_1_1_REQUIRED',
];

/** Why a stream has gone, as far as the other side, or the system, has told. */
export function explainLoss({ goAway, error, rstCode, isConnectionLost }: Loss): string {
    if (goAway !== undefined) return `it ended the connection (GOAWAY, ${describe(goAway)})`;
    if (!isConnectionLost) return `it gave the call up (RST_STREAM, ${nameOf(rstCode)})`;
    // What node:http2 does with the streams of a connection that closes.
    if (error === undefined || rstCode === constants.NGHTTP2_CANCEL) return 'it closed the connection during the call';
    return `the connection broke: ${error.message}`;
}

function describe({ code, text }: GoAway): string {
    return text === '' ? nameOf(code) : `${nameOf(code)}, ${JSON.stringify(text)}`;
}

function nameOf(code: number): string {
    return NAMES[code] ?? `error code ${code}`;
}
