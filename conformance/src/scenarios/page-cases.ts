import { keyValue, pageMetadata, pageRequest, requests } from '@heddle/protocol';
import { COLLECTIONS } from './target';
import { type WireAnswer, type WireRequest, wireRequest } from './wire-script';

/** A peer's answers to requests for pages of a range, including sizes that a stub never asks for. */
export interface PageCase {
    readonly title: string;
    readonly request: WireRequest;
    readonly page: Page;
}

interface Page {
    readonly keys: readonly string[];
    readonly hasMore: boolean;
    /** Undefined if the field is missing. */
    readonly metadata: { readonly fetchedRecordsCount: number; readonly bookmark: string } | undefined;
}

interface Asked {
    readonly pageSize: number;
    readonly bookmark?: string;
    readonly startKey?: string;
    readonly collection?: string;
}

const KEYS = ['wire-page-a', 'wire-page-b', 'wire-page-c'] as const;
const [FIRST, SECOND, THIRD] = KEYS;
const { both } = COLLECTIONS;

/** What has to be committed before. */
export const PAGE_ROWS: readonly WireRequest[] = ['', both].flatMap((collection) =>
    KEYS.map((key) => wireRequest('putState', { key, value: Buffer.from('v'), collection })),
);

function range({ pageSize, bookmark = '', startKey = 'wire-page-', collection = '' }: Asked): WireRequest {
    const metadata = pageRequest.encode({ pageSize, bookmark });
    return wireRequest('getStateByRange', { startKey, endKey: 'wire-page-z', collection, metadata });
}

export const PAGE_CASES: readonly PageCase[] = [
    {
        title: 'a page',
        request: range({ pageSize: 2 }),
        page: { keys: [FIRST, SECOND], hasMore: false, metadata: { fetchedRecordsCount: 2, bookmark: THIRD } },
    },
    {
        title: 'the page at a bookmark',
        request: range({ pageSize: 2, bookmark: SECOND }),
        page: { keys: [SECOND, THIRD], hasMore: false, metadata: { fetchedRecordsCount: 2, bookmark: '' } },
    },
    {
        title: 'an empty page, whose metadata has no bytes',
        request: range({ pageSize: 2, startKey: 'wire-page-d' }),
        page: { keys: [], hasMore: false, metadata: undefined },
    },
    {
        title: 'a page of no rows, which is no page',
        request: range({ pageSize: 0 }),
        page: { keys: KEYS, hasMore: false, metadata: undefined },
    },
    {
        title: 'a page of no rows at a bookmark',
        request: range({ pageSize: 0, bookmark: SECOND }),
        page: { keys: [SECOND, THIRD], hasMore: false, metadata: { fetchedRecordsCount: 2, bookmark: '' } },
    },
    {
        title: 'a page of fewer than no rows, which has all of them',
        request: range({ pageSize: -1 }),
        page: { keys: KEYS, hasMore: false, metadata: { fetchedRecordsCount: 3, bookmark: '' } },
    },
    {
        title: 'a page of private rows, which ends at its size without a bookmark',
        request: range({ pageSize: 2, collection: both }),
        page: { keys: [FIRST, SECOND], hasMore: false, metadata: undefined },
    },
    {
        title: 'a page of private rows at a bookmark, which is passed over',
        request: range({ pageSize: 2, bookmark: SECOND, collection: both }),
        page: { keys: [FIRST, SECOND], hasMore: false, metadata: undefined },
    },
];

/** What an answer gives. */
export function pageOfAnswer({ payload }: WireAnswer): Page {
    const { results, hasMore, metadata } = requests.getStateByRange.reply.decode(Buffer.from(payload, 'base64'));
    return {
        keys: results.map(({ resultBytes }) => keyValue.decode(resultBytes).key),
        hasMore,
        metadata: metadata.length === 0 ? undefined : pageMetadata.decode(metadata),
    };
}
