import type { FeedLine } from '../../api/feed';
import type { StudioRecord } from '../../api/record';
import { answerFrom } from '../../model/record-answers';
import { Refused, type Source } from './source';

/** The record that is in the page; undefined where a process serves it. */
export const record = recordIn(document.getElementById('record')?.textContent);

function recordIn(text: string | undefined): StudioRecord | undefined {
    return text === undefined ? undefined : (JSON.parse(text) as StudioRecord);
}

/** A network that has ended: nothing happens any more, and nothing can be called. */
export function sourceOf(kept: StudioRecord): Source {
    return {
        ask: (path, query) => {
            const answer = answerFrom(kept, path, query);
            return answer === undefined ? notInRecord() : Promise.resolve(answer);
        },

        loadBytes: notInRecord,

        send: () => {
            const message = 'a record can be read, and nothing can be called';
            return Promise.reject(new Refused(405, { message, remedy: 'call it in a test, or under heddle dev' }));
        },

        readFeed: async (_after, _signal, take) => {
            take({ kind: 'chaincode', chaincodes: kept.chaincodes, marks: [] } satisfies FeedLine);
            await new Promise(() => undefined);
        },
    };
}

function notInRecord(): Promise<never> {
    return Promise.reject(new Refused(404, { message: 'the record does not have it', remedy: '' }));
}
