import { grpcJsTransport } from '../transport/grpc-js-transport';
import { http2Transport } from '../transport/http2-transport';

/** All transports by name: what a server does, it has to do on each of them. */
export const TRANSPORTS = [
    ['node:http2', http2Transport],
    ['@grpc/grpc-js', grpcJsTransport],
] as const;
