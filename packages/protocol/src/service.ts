import { asBuffer } from './wire';

/**
 * The two gRPC services of fabric-protos' peer/chaincode_shim.proto. Frames pass as bytes: decoding is up to the
 * session, which can pass over one bad frame where gRPC would end the stream.
 */

/** A method of a gRPC service, in the form that @grpc/grpc-js takes: servers do without that package, and its types. */
export interface GrpcMethod<Request, Response> {
    readonly path: string;
    readonly requestStream: boolean;
    readonly responseStream: boolean;
    readonly requestSerialize: (message: Request) => Buffer;
    readonly requestDeserialize: (bytes: Buffer) => Request;
    readonly responseSerialize: (message: Response) => Buffer;
    readonly responseDeserialize: (bytes: Buffer) => Response;
}

/** A method whose messages are bytes. */
export type FrameMethod = GrpcMethod<Uint8Array, Uint8Array>;

function bidirectional(path: string): FrameMethod {
    return {
        path,
        requestStream: true,
        responseStream: true,
        requestSerialize: asBuffer,
        requestDeserialize: (frame) => frame,
        responseSerialize: asBuffer,
        responseDeserialize: (frame) => frame,
    };
}

/** Served by a chaincode that runs as an external service; the peer is the client. */
export const chaincodeService = { connect: bidirectional('/protos.Chaincode/Connect') } as const;

/** Served by a peer, for chaincode that it launched itself, and in its development mode. */
export const chaincodeSupportService = { register: bidirectional('/protos.ChaincodeSupport/Register') } as const;
