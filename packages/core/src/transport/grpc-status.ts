import type { IncomingHttpHeaders } from 'node:http2';

/** The gRPC status codes that are needed here. */
export const GrpcStatus = {
    OK: 0,
    UNKNOWN: 2,
    NOT_FOUND: 5,
    RESOURCE_EXHAUSTED: 8,
    UNIMPLEMENTED: 12,
    INTERNAL: 13,
    UNAVAILABLE: 14,
} as const;

export type GrpcStatus = (typeof GrpcStatus)[keyof typeof GrpcStatus];

/** Why a call ends, as its client is told. Its code is one of gRPC's, which a peer may take beyond those above. */
export class GrpcError extends Error {
    readonly code: number;
    /** The message, where grpc-js looks for it. */
    readonly details: string;

    constructor(code: number, message: string) {
        super(message);
        this.name = 'GrpcError';
        this.code = code;
        this.details = message;
    }
}

/** The headers that end a call. */
export function statusHeaders(reason: Error | undefined): { 'grpc-status': number; 'grpc-message': string } {
    const status = reason instanceof GrpcError ? reason.code : GrpcStatus.UNKNOWN;
    return {
        'grpc-status': reason === undefined ? GrpcStatus.OK : status,
        'grpc-message': percentEncode(reason?.message ?? ''),
    };
}

/** Headers are ASCII: other bytes of UTF-8, controls and the percent sign itself are encoded, and nothing else. */
function percentEncode(text: string): string {
    const encode = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return Buffer.from(text)
        .toString('latin1')
        .replaceAll(/[^ -$&-~]/g, (character) => encode(character.charCodeAt(0)));
}

/** How a call ended by the headers that end it: undefined where it did so in order. */
export function errorOfStatus(headers: IncomingHttpHeaders): GrpcError | undefined {
    const { 'grpc-status': status, 'grpc-message': message = '' } = headers;
    if (typeof status !== 'string' || !/^\d{1,3}$/.test(status)) {
        return new GrpcError(GrpcStatus.UNKNOWN, 'it ended the call without a status');
    }
    const code = Number(status);
    if (code === GrpcStatus.OK) return undefined;
    return new GrpcError(code, percentDecode(String(message)) || `it ended the call with status ${code} of gRPC`);
}

/** What is not percent-encoded properly stands for itself, as gRPC wants it. */
function percentDecode(text: string): string {
    const bytes = text.replaceAll(/%([\dA-F]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
    return Buffer.from(bytes, 'latin1').toString();
}
