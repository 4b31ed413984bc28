import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { ProtocolError } from '@heddle/protocol';
import { errorText, LocalPeerError } from '../errors';
import { type ErrorDetail, errorDetail, rpcStatus } from './gateway-messages';

const DETAIL_TYPE = 'type.googleapis.com/gateway.ErrorDetail';
const DETAILS_TRAILER = 'grpc-status-details-bin';

/** The name of a gRPC status. */
export type StatusName = Exclude<keyof typeof status, number>;

/** What a call is answered with in place of a result: a gRPC status, and what single peers have said. */
export class GatewayFailure extends Error {
    readonly code: StatusName;
    readonly details: readonly ErrorDetail[];

    constructor(code: StatusName, message: string, details: readonly ErrorDetail[] = []) {
        super(message);
        this.code = code;
        this.details = details;
    }
}

/** The status that a call ends with where this was thrown, as a server in Go has it. */
export function statusOf(error: unknown): StatusObject {
    if (error instanceof GatewayFailure) {
        const { code, message, details } = error;
        return { code: status[code], details: message, metadata: trailers(status[code], message, details) };
    }
    if (ProtocolError.is(error)) {
        const text = 'grpc: error unmarshalling request: proto: cannot parse invalid wire-format data';
        return { code: status.INTERNAL, details: text, metadata: new Metadata() };
    }
    const code = isReverted(error) || isUnavailable(error) ? status.ABORTED : status.UNKNOWN;
    return { code, details: errorText(error), metadata: new Metadata() };
}

/** What a stream of blocks ends with where some of them are undone; no real peer's does. */
export function isReverted(error: unknown): boolean {
    return LocalPeerError.is(error) && error.code === 'LEDGER_REVERTED';
}

/** Blocks before the snapshot that the ledger began with (fabric, internal/pkg/gateway/chaincodeevents.go). */
function isUnavailable(error: unknown): boolean {
    return LocalPeerError.is(error) && error.code === 'BLOCK_UNAVAILABLE';
}

function trailers(code: status, message: string, details: readonly ErrorDetail[]): Metadata {
    const metadata = new Metadata();
    if (details.length === 0) return metadata;
    const packed = details.map((detail) => ({ typeUrl: DETAIL_TYPE, value: errorDetail.encode(detail) }));
    metadata.set(DETAILS_TRAILER, rpcStatus.encode({ code, message, details: packed }));
    return metadata;
}
