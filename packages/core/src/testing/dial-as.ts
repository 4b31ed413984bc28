import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { ScriptedPeer } from './scripted-peer';

/** Connects as a peer does whose package gives this host name, which here leads to another address. */
export function dialAs(
    hostname: string,
    address: string,
    channel: ChannelCredentials = credentials.createInsecure(),
): ScriptedPeer {
    return ScriptedPeer.dial(address, channel, {
        'grpc.default_authority': `${hostname}:9999`,
        'grpc.ssl_target_name_override': hostname,
    });
}
