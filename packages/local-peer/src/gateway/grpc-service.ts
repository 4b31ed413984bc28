import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';

/** A gRPC service that a local peer's port offers. */
export interface GrpcService {
    readonly definition: ServiceDefinition;
    readonly implementation: UntypedServiceImplementation;
}
