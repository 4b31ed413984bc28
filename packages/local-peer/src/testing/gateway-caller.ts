import { type ChannelCredentials, Client, type ClientReadableStream, credentials, status } from '@grpc/grpc-js';
import { createProposal, type SignedProposal } from '../endorse/unpacked-proposal';
import { type ErrorDetail, errorDetail, rpcStatus, signedRequest } from '../gateway/gateway-messages';
import type { SigningIdentity } from '../identity/signing-identity';

/** How a call has ended: with a reply, or with a status that is not OK. */
export interface Answer {
    readonly code: string;
    readonly message: string;
    readonly details: readonly ErrorDetail[];
    readonly reply: Buffer;
}

interface CallOptions {
    readonly deadlineMs?: number;
}

const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

/** Calls the Gateway service with bytes, as a client in any language does. */
export class GatewayCaller implements Disposable {
    readonly client: Client;

    constructor(address: string, channel: ChannelCredentials = credentials.createInsecure()) {
        this.client = new Client(address, channel, { 'grpc.use_local_subchannel_pool': 1 });
    }

    call(method: string, request: Uint8Array, { deadlineMs = 30_000 }: CallOptions = {}): Promise<Answer> {
        return new Promise((resolve) => {
            const options = { deadline: Date.now() + deadlineMs };
            const path = `/gateway.Gateway/${method}`;
            this.client.makeUnaryRequest(path, asItIs, asItIs, request, options, (error, reply) => {
                if (error === null) resolve({ code: 'OK', message: '', details: [], reply: reply ?? Buffer.alloc(0) });
                else resolve({ ...answerOf(error), reply: Buffer.alloc(0) });
            });
        });
    }

    stream(method: string, request: Uint8Array): ClientReadableStream<Buffer> {
        const call = this.client.makeServerStreamRequest(`/gateway.Gateway/${method}`, asItIs, asItIs, request);
        // The reader gets the error; a stream that is given up must not end the process.
        call.on('error', () => undefined);
        return call;
    }

    [Symbol.dispose](): void {
        this.client.close();
    }
}

/** A request for status or events, signed. */
export function sign(identity: SigningIdentity, request: Buffer): Buffer {
    return signedRequest.encode({ request, signature: identity.sign(request) });
}

/** A call of the chaincode `basic` on mychannel. */
export function proposalOf(
    identity: SigningIdentity,
    args: readonly string[],
    transient: Readonly<Record<string, string>> = {},
): SignedProposal {
    return createProposal({
        identity,
        channelId: 'mychannel',
        chaincode: 'basic',
        args: args.map((arg) => Buffer.from(arg)),
        transient: new Map(Object.entries(transient).map(([name, value]) => [name, Buffer.from(value)])),
        time: new Date(),
    });
}

function answerOf(error: {
    readonly code: status;
    readonly details: string;
    readonly metadata: { get(key: string): (string | Buffer)[] };
}): Omit<Answer, 'reply'> {
    const [trailer] = error.metadata.get('grpc-status-details-bin');
    const packed = trailer === undefined ? [] : rpcStatus.decode(Buffer.from(trailer)).details;
    const details = packed.map(({ value }) => errorDetail.decode(value));
    return { code: status[error.code], message: error.details, details };
}
