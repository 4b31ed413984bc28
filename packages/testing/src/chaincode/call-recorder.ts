import { appendFileSync } from 'node:fs';
import { decodeMessage, type MessageStream, MessageType } from '@heddle/protocol';

/** A run of a transaction as a chaincode saw it, and what it did: a line of a file of recorded calls. */
export interface RecordedExchange {
    readonly chaincode: string;
    /** What getMspID answered. */
    readonly mspId: string;
    readonly txId: string;
    /** The peer's READY, with what it is capable of; base64, as all frames. */
    readonly ready: string;
    /** In order, the call itself first and its answer last. */
    readonly exchange: readonly (readonly [from: 'peer' | 'chaincode', frame: string])[];
}

export interface Recording {
    readonly file: string;
    readonly chaincode: string;
    readonly mspId: string;
    /** Whether a transaction's run is to be recorded: a second one of another machine is not. */
    isRecorded(txId: string): boolean;
}

const STARTS: ReadonlySet<number> = new Set([MessageType.TRANSACTION, MessageType.INIT]);
const ENDS: ReadonlySet<number> = new Set([MessageType.COMPLETED, MessageType.ERROR]);

/** Writes down what passes between a peer and a chaincode: a line for each transaction that has come to its end. */
export class CallRecorder {
    readonly #recording: Recording;
    readonly #underWay = new Map<string, [from: 'peer' | 'chaincode', frame: string][]>();
    #ready = '';

    constructor(recording: Recording) {
        this.#recording = recording;
    }

    /** The peer's end of a stream, looked at. */
    record(stream: MessageStream): MessageStream {
        return {
            incoming: this.#incoming(stream.incoming),
            send: (frame) => {
                this.#note('peer', frame);
                return stream.send(frame);
            },
            close: (reason) => stream.close(reason),
        };
    }

    async *#incoming(frames: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
        for await (const frame of frames) {
            this.#note('chaincode', frame);
            yield frame;
        }
    }

    #note(from: 'peer' | 'chaincode', frame: Uint8Array): void {
        const { type, txId, channelId } = decodeMessage(frame);
        // A chaincode that calls itself on another channel runs there as the same transaction.
        const place = `${channelId}\n${txId}`;
        const text = Buffer.from(frame).toString('base64');
        if (type === MessageType.READY) this.#ready = text;
        if (from === 'peer' && STARTS.has(type) && this.#recording.isRecorded(txId)) this.#underWay.set(place, []);
        const exchange = this.#underWay.get(place);
        if (exchange === undefined) return;
        exchange.push([from, text]);
        if (from !== 'chaincode' || !ENDS.has(type)) return;
        this.#underWay.delete(place);
        this.#write(txId, exchange);
    }

    #write(txId: string, exchange: RecordedExchange['exchange']): void {
        const { file, chaincode, mspId } = this.#recording;
        const call: RecordedExchange = { chaincode, mspId, txId, ready: this.#ready, exchange };
        appendFileSync(file, `${JSON.stringify(call)}\n`);
    }
}
