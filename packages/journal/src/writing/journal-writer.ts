import { RecordKind, type SessionHeader } from '../format/layout';
import { type JournalOptions, type ResolvedJournalOptions, resolveJournalOptions } from './journal-options';
import { JournalTap } from './journal-tap';
import { prepareFolder } from './prepare-folder';
import { PrivateCalls } from './private-calls';
import { type OpenSession, RecordWriter } from './record-writer';
import { Redactor } from './redactor';
import { createSelection } from './selection';

/**
 * Records what a process is asked and answers, in segments on disk. Nothing of it makes a transaction wait: what a slow or
 * full disk does not take is lost, counted, and told.
 */
export class JournalWriter {
    readonly #options: ResolvedJournalOptions;
    readonly #writer: RecordWriter;
    readonly #sessions = new Map<number, OpenSession>();
    readonly #privateCalls = new PrivateCalls();
    #lastSession = 0;

    /** @throws JournalError where an option is wrong, the folder cannot hold a journal, or others can read it */
    constructor(options: JournalOptions) {
        this.#options = resolveJournalOptions(options);
        prepareFolder(this.#options.folder);
        this.#writer = new RecordWriter(this.#options, () => this.#sessions.values());
    }

    /** How many bytes were not written, because of the disk. */
    get lostBytes(): number {
        return this.#writer.lostBytes;
    }

    /** Begins a session, and makes what its frames are told to. */
    tap(header: SessionHeader): JournalTap {
        const { include, keep } = this.#options;
        const session = (this.#lastSession += 1);
        const encoded = Buffer.from(JSON.stringify(header));
        this.#writer.write(RecordKind.SESSION, session, encoded);
        this.#sessions.set(session, { id: session, header: encoded, ready: undefined });
        return new JournalTap({
            session,
            writer: this.#writer,
            redactor: include.length === 2 ? undefined : new Redactor(include, this.#privateCalls),
            selection: keep === 'all' ? undefined : createSelection(keep, session, this.#writer),
            onReady: (ready) => this.#sessions.set(session, { id: session, header: encoded, ready }),
            onEnd: () => this.#sessions.delete(session),
        });
    }

    /** Writes what there is. What taps are told after that is lost. */
    async close(): Promise<void> {
        await this.#writer.close();
    }
}
