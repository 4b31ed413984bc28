import {
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
    requests,
} from '@heddle/protocol';
import { Renaming } from './renaming';
import type { Frame } from './transcript';

const QUERIES: readonly number[] = [
    MessageType.GET_STATE_BY_RANGE,
    MessageType.GET_QUERY_RESULT,
    MessageType.GET_HISTORY_FOR_KEY,
];

/**
 * Plays the chaincodes of a transcript to a peer: whenever a message comes from it, what was recorded behind that
 * message goes to it. It judges nothing: what came is in `received`, with the transcript's names for what is random.
 */
export class ChaincodeReplay {
    readonly #streams = new Map<string, MessageStream>();
    readonly #renaming = new Renaming();
    #frames: readonly Frame[] = [];
    #at = 0;
    #received: Frame[] = [];

    /** What came from the peer since `expect`. */
    get received(): readonly Frame[] {
        return this.#received;
    }

    /** The messages of the transcript to come and go from now on. */
    expect(frames: readonly Frame[]): void {
        this.#frames = frames;
        this.#at = 0;
        this.#received = [];
    }

    /** The peer's end of a stream. The chaincode speaks first, with REGISTER. */
    connect(chaincode: string): MessageStream {
        const [peerEnd, stream] = createStreamPair();
        this.#streams.set(chaincode, stream);
        void this.#listen(chaincode, stream); // it ends with the peer
        this.#sendOn();
        return peerEnd;
    }

    async #listen(chaincode: string, stream: MessageStream): Promise<void> {
        for await (const bytes of stream.incoming) this.#take({ chaincode, from: 'peer', bytes: Buffer.from(bytes) });
    }

    #take(frame: Frame): void {
        const at = this.#frames.findIndex(
            ({ chaincode, from }, index) => index >= this.#at && from === 'peer' && chaincode === frame.chaincode,
        );
        const recorded = this.#frames[at];
        if (recorded !== undefined) {
            this.#learn(recorded, frame, this.#frames[at - 1]);
            this.#at = at + 1;
        }
        this.#received.push({ ...frame, bytes: this.#renaming.toRecorded(frame.bytes) });
        this.#sendOn();
    }

    /** The messages to the peer until it answers again. */
    #sendOn(): void {
        for (let frame = this.#frames[this.#at]; frame?.from === 'chaincode'; frame = this.#frames[this.#at]) {
            this.#at++;
            // If the peer has ended the stream, the missing messages show it.
            void this.#streams
                .get(frame.chaincode)
                ?.send(this.#renaming.toReplayed(frame.bytes))
                ?.catch(() => undefined);
        }
    }

    /** The ids that the peer has generated. */
    #learn(recorded: Frame, replayed: Frame, request: Frame | undefined): void {
        const [was, is] = [decodeMessage(recorded.bytes), decodeMessage(replayed.bytes)];
        if (was.type !== is.type) return;
        if (was.type === MessageType.TRANSACTION || was.type === MessageType.INIT)
            this.#renaming.add(was.txId, is.txId);
        if (was.type !== MessageType.RESPONSE || request === undefined) return;
        if (!QUERIES.includes(decodeMessage(request.bytes).type)) return;
        const [wasId, isId] = [was, is].map(({ payload }) => requests.getStateByRange.reply.decode(payload).id);
        if (wasId !== undefined && isId !== undefined) this.#renaming.add(wasId, isId);
    }
}

/**
 * A message but for what no two peers have in common: the proposal, whose client, time and signature are others, and
 * the number of a block, since lifecycle's transactions come before on a real network.
 */
export function withoutChance(frame: Frame): Frame {
    const { proposal: _, ...message } = decodeMessage(frame.bytes);
    const payload =
        message.type === MessageType.ERROR
            ? Buffer.from(message.payload.toString().replace(/BlockNum: \d+/, 'BlockNum: N'))
            : message.payload;
    return { ...frame, bytes: encodeMessage({ ...message, payload }) };
}
