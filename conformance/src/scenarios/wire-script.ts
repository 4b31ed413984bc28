import { setTimeout as sleep } from 'node:timers/promises';
import {
    chaincodeId,
    chaincodeInput,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
    messageTypeName,
    type RequestName,
    requests,
    response,
} from '@heddle/protocol';

/** A request in JSON: its name, its payload in base64, and another transaction's id for one that is not its own. */
export interface WireRequest {
    readonly name: RequestName;
    readonly payload: string;
    readonly txId?: string;
    /** Puts in the payload's place the id of the iterator that was opened last. */
    readonly ofLastIterator?: true;
    /** Milliseconds to wait before it is sent. */
    readonly waitMs?: number;
    /** Sent while this one waits for its answer; whatever becomes of it. */
    readonly meanwhile?: WireRequest;
}

/** How a script's transaction ends. */
export interface WireEnd {
    /** Default: 200. */
    readonly status?: number;
    readonly message?: string;
    /** The text of an ERROR, in a COMPLETED's place. */
    readonly error?: string;
}

/** What the peer answered: RESPONSE or ERROR, and the payload in base64. */
export interface WireAnswer {
    readonly type: string;
    readonly payload: string;
}

/**
 * Serves a chaincode that sends exactly what its transactions' first argument says, as nothing would that guards users,
 * and ends as the second one says.
 */
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
        // If it fails, no answer comes, and the caller waits in vain.
        if (message.type === MessageType.TRANSACTION) void runScript(message, ask, send);
        else waiting.get(message.txId)?.(message);
    }
}

async function runScript(
    { payload, channelId, txId }: ChaincodeMessage,
    ask: (request: ChaincodeMessageInput) => Promise<ChaincodeMessage>,
    send: (message: ChaincodeMessageInput) => Promise<void>,
): Promise<void> {
    const [script = '[]', end = '{}'] = chaincodeInput.decode(payload).args.map(String);
    const answers: WireAnswer[] = [];
    let iterator = '';
    const toMessage = (request: WireRequest): ChaincodeMessageInput => ({
        type: requests[request.name].type,
        channelId,
        txId: request.txId ?? txId,
        payload:
            request.ofLastIterator === true
                ? requests.queryStateNext.query.encode({ id: iterator })
                : Buffer.from(request.payload, 'base64'),
    });
    for (const request of JSON.parse(script) as WireRequest[]) {
        await sleep(request.waitMs ?? 0);
        const answered = ask(toMessage(request));
        if (request.meanwhile !== undefined) {
            await sleep(request.meanwhile.waitMs ?? 0);
            await send(toMessage(request.meanwhile));
        }
        const answer = await answered;
        iterator = iteratorOf(request, answer) ?? iterator;
        answers.push({ type: messageTypeName(answer.type), payload: answer.payload.toString('base64') });
    }
    await send({ channelId, txId, ...endOf(JSON.parse(end) as WireEnd, answers) });
}

function endOf({ status = 200, message, error }: WireEnd, answers: readonly WireAnswer[]): ChaincodeMessageInput {
    if (error !== undefined) return { type: MessageType.ERROR, payload: Buffer.from(error) };
    const payload = Buffer.from(JSON.stringify(answers));
    return { type: MessageType.COMPLETED, payload: response.encode({ status, message, payload }) };
}

function iteratorOf({ name }: WireRequest, { type, payload }: ChaincodeMessage): string | undefined {
    const isQuery = name === 'getStateByRange' || name === 'getQueryResult' || name === 'getHistoryForKey';
    return isQuery && type === MessageType.RESPONSE ? requests[name].reply.decode(payload).id : undefined;
}

type QueryInput<N extends RequestName> = Parameters<(typeof requests)[N]['query']['encode']>[0];

/** A request for a script. */
export function wireRequest<N extends RequestName>(name: N, query: QueryInput<N>, txId?: string): WireRequest {
    const codec: { encode(value: QueryInput<N>): Uint8Array } = requests[name].query;
    const payload = Buffer.from(codec.encode(query)).toString('base64');
    return txId === undefined ? { name, payload } : { name, payload, txId };
}

/** The next rows of the iterator that was opened last, or its end. */
export function ofLastIterator(name: 'queryStateNext' | 'queryStateClose'): WireRequest {
    return { name, payload: '', ofLastIterator: true };
}
