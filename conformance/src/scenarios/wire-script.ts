import {
    chaincodeId,
    chaincodeInput,
    decodeMessage,
    encodeMessage,
    MessageType,
    messageTypeName,
    requests,
    response,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    type MessageStream,
    type RequestName,
} from '@heddle/protocol';

/** A request in JSON: its name, its payload in base64, and another transaction's id for one that is not its own. */
export interface WireRequest {
    readonly name: RequestName;
    readonly payload: string;
    readonly txId?: string;
}

/** What the peer answered: RESPONSE or ERROR, and the payload in base64. */
export interface WireAnswer {
    readonly type: string;
    readonly payload: string;
}

/** Serves a chaincode that sends exactly what its transactions' first argument says, as nothing would that guards users. */
export async function serveWireScripts(stream: MessageStream, packageId: string): Promise<void> {
    const waiting = new Map<string, (answer: ChaincodeMessage) => void>();
    const send = async (message: ChaincodeMessageInput): Promise<void> => {
        await stream.send(encodeMessage(message));
    };
    const ask = async (request: ChaincodeMessageInput): Promise<ChaincodeMessage> => {
        const answered = new Promise<ChaincodeMessage>((resolve) => waiting.set(request.txId ?? '', resolve));
        await send(request);
        return answered;
    };
    await send({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name: packageId }) });
    for await (const frame of stream.incoming) {
        const message = decodeMessage(frame);
        // Its failure would be an answer that does not come, which whoever asks waits for in vain.
        if (message.type === MessageType.TRANSACTION) void runScript(message, ask, send);
        else waiting.get(message.txId)?.(message);
    }
}

async function runScript(
    { payload, channelId, txId }: ChaincodeMessage,
    ask: (request: ChaincodeMessageInput) => Promise<ChaincodeMessage>,
    send: (message: ChaincodeMessageInput) => Promise<void>,
): Promise<void> {
    const [script = Buffer.from('[]')] = chaincodeInput.decode(payload).args;
    const answers: WireAnswer[] = [];
    for (const request of JSON.parse(script.toString()) as WireRequest[]) {
        const answer = await ask({
            type: requests[request.name].type,
            channelId,
            txId: request.txId ?? txId,
            payload: Buffer.from(request.payload, 'base64'),
        });
        answers.push({ type: messageTypeName(answer.type), payload: answer.payload.toString('base64') });
    }
    const result = response.encode({ status: 200, payload: Buffer.from(JSON.stringify(answers)) });
    await send({ type: MessageType.COMPLETED, channelId, txId, payload: result });
}

type QueryInput<N extends RequestName> = Parameters<(typeof requests)[N]['query']['encode']>[0];

/** A request for a script. */
export function wireRequest<N extends RequestName>(name: N, query: QueryInput<N>, txId?: string): WireRequest {
    const codec: { encode(value: QueryInput<N>): Uint8Array } = requests[name].query;
    const payload = Buffer.from(codec.encode(query)).toString('base64');
    return txId === undefined ? { name, payload } : { name, payload, txId };
}
