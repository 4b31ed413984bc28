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

/** Why a call ends, as its client is told. */
export class GrpcError extends Error {
    readonly code: GrpcStatus;
    /** The message, where grpc-js looks for it. */
    readonly details: string;

    constructor(code: GrpcStatus, message: string) {
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
