import { type ClientHttp2Session, constants } from 'node:http2';
import type { DialledConnection } from './dialled-connection';
import { encodeFrames, FrameDecoder } from './grpc-framing';
import { healthService, ServingStatus } from './health';

/**
 * Watches the health of a server (`grpc.health.v1.Health/Watch`) for as long as the connection lives. Servers without that
 * service say nothing, and serve.
 * @param tell is called whenever the server says whether it serves
 * @returns ends it
 */
export function watchHealth(
    connection: DialledConnection,
    session: ClientHttp2Session,
    tell: (isServing: boolean) => void,
): () => void {
    const stream = connection.request(session, healthService.watch.path);
    const decoder = new FrameDecoder();
    // How it ends does not matter: what was said last holds until the connection ends.
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
        try {
            decoder.push(chunk, (message) => {
                tell(healthService.watch.responseDeserialize(message).status !== ServingStatus.NOT_SERVING);
            });
        } catch {
            stream.destroy();
        }
    });
    stream.end(encodeFrames([healthService.watch.requestSerialize({ service: '' })]));
    return () => {
        stream.close(constants.NGHTTP2_CANCEL);
    };
}
