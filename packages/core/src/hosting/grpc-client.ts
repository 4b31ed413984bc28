import { type ChannelCredentials, type ChannelOptions, Client, credentials } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from '@heddle/protocol';
import type { ResolvedClientOptions } from './client-options';

/** A client of gRPC for the peer that the options name. It dials at its first call. */
export function createGrpcClient(options: ResolvedClientOptions): Client {
    return new Client(options.address, channelCredentials(options), channelOptions(options));
}

function channelCredentials({ tls }: ResolvedClientOptions): ChannelCredentials {
    if (tls === undefined) return credentials.createInsecure();
    return credentials.createSsl(tls.rootCert, tls.keyPair?.key, tls.keyPair?.cert);
}

function channelOptions({ keepalive, tls }: ResolvedClientOptions): ChannelOptions {
    return {
        'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
        'grpc.keepalive_time_ms': keepalive.timeMs,
        'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
        ...(tls?.serverName === undefined ? {} : { 'grpc.ssl_target_name_override': tls.serverName }),
        'grpc.enable_channelz': 0,
    };
}
