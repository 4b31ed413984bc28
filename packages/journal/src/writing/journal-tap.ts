import { MessageType } from '@heddle/protocol';
import { typeOf } from '../format/frame-scan';
import { RecordKind } from '../format/layout';
import type { Ranges } from './chunk';
import type { RecordWriter } from './record-writer';
import type { Redactor } from './redactor';
import type { Selection } from './selection';

const NOTHING: Ranges = [];

export interface JournalTapOptions {
    readonly session: number;
    readonly writer: RecordWriter;
    /** Undefined where everything is written. */
    readonly redactor: Redactor | undefined;
    /** Undefined where every transaction is kept. */
    readonly selection: Selection | undefined;
    /** Takes the frame by which the peer says what it can do. */
    readonly onReady: (frame: Uint8Array) => void;
    readonly onEnd: () => void;
}

/** Writes the frames of one session, as a host tells of them. It never throws. */
export class JournalTap {
    readonly #options: JournalTapOptions;
    #isReady = false;

    /** @internal */
    constructor(options: JournalTapOptions) {
        this.#options = options;
    }

    /** A frame of the peer. */
    received(frame: Uint8Array): void {
        if (!this.#isReady) this.#lookForReady(frame);
        const { redactor } = this.#options;
        this.#write(RecordKind.FROM_PEER, frame, redactor === undefined ? NOTHING : redactor.received(frame));
    }

    /** A frame of the chaincode. */
    sent(frame: Uint8Array): void {
        const { redactor } = this.#options;
        this.#write(RecordKind.TO_PEER, frame, redactor === undefined ? NOTHING : redactor.sent(frame));
    }

    /** The stream has ended. */
    ended(reason: Error | undefined): void {
        const { redactor, selection, writer, session, onEnd } = this.#options;
        redactor?.end();
        selection?.end();
        writer.write(RecordKind.ENDED, session, Buffer.from(JSON.stringify({ reason: reason?.message })));
        onEnd();
    }

    #write(kind: number, frame: Uint8Array, hidden: Ranges): void {
        const { selection, writer, session } = this.#options;
        if (selection === undefined) writer.write(kind, session, frame, hidden);
        else selection.write(kind, frame, hidden);
    }

    #lookForReady(frame: Uint8Array): void {
        try {
            if (typeOf(frame) !== MessageType.READY) return;
        } catch {
            return; // no message: the session says so
        }
        this.#isReady = true;
        this.#options.onReady(Uint8Array.from(frame));
    }
}
