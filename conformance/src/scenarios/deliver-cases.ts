import type { DeliverMethod, SeekOptions } from '../harness/deliver-client';

/** A request for blocks, and what a peer answers: blocks, statuses, and gRPC's status, in this order. */
export interface DeliverCase {
    readonly title: string;
    /** Default: Deliver. */
    readonly method?: DeliverMethod;
    readonly client?: 'Org1' | 'Org2';
    readonly seek: SeekOptions;
    /** Default: until the peer ends the call. */
    readonly count?: number;
    /** Whether the client says at once that it has no more to ask. Default: false. */
    readonly halfCloses?: boolean;
    readonly answers: readonly string[];
    /** Whether peers before Fabric 3 do not know what is asked for. Default: false. */
    readonly isNew?: boolean;
}

const OK = 'OK';
const HOUR_MS = 60 * 60 * 1000;

/** On a ledger of blocks 0 to 2 at least. */
export const DELIVER_CASES: readonly DeliverCase[] = [
    {
        title: 'gives blocks from the oldest to a number, then waits for the next request',
        seek: { start: 'oldest', stop: 2 },
        count: 4,
        answers: ['block 0', 'block 1', 'block 2', 'SUCCESS'],
    },
    {
        title: 'goes on after the client has closed its side',
        seek: { start: 1, stop: 2 },
        halfCloses: true,
        answers: ['block 1', 'block 2', 'SUCCESS', OK],
    },
    {
        title: 'gives members of other organizations blocks',
        client: 'Org2',
        seek: { start: 0, stop: 0 },
        halfCloses: true,
        answers: ['block 0', 'SUCCESS', OK],
    },
    {
        title: 'gives filtered blocks',
        method: 'DeliverFiltered',
        seek: { start: 0, stop: 1 },
        halfCloses: true,
        answers: ['filtered 0', 'filtered 1', 'SUCCESS', OK],
    },
    {
        title: 'gives blocks with private data',
        method: 'DeliverWithPrivateData',
        seek: { start: 0, stop: 1 },
        halfCloses: true,
        answers: ['block 0', 'block 1', 'SUCCESS', OK],
    },
    {
        title: 'stops at the oldest where it begins',
        seek: { start: 1, stop: 'oldest' },
        halfCloses: true,
        answers: ['block 1', 'SUCCESS', OK],
    },
    {
        title: 'gives headers alone, but configurations whole',
        seek: { start: 0, stop: 1, headersOnly: true },
        halfCloses: true,
        isNew: true,
        answers: ['block 0', 'header 1', 'SUCCESS', OK],
    },
    {
        title: 'takes a stop of no kind for block 0',
        seek: { start: 0, stop: 'none' },
        halfCloses: true,
        answers: ['block 0', 'SUCCESS', OK],
    },
    {
        title: 'takes a stop at the next commit for block 0',
        seek: { start: 0, stop: 'nextCommit' },
        halfCloses: true,
        answers: ['block 0', 'SUCCESS', OK],
    },
    { title: 'refuses a start behind the stop', seek: { start: 2, stop: 1 }, answers: ['BAD_REQUEST', OK] },
    {
        title: 'does not find a start beyond the next block',
        seek: { start: 1_000_000, stop: 1_000_001 },
        answers: ['NOT_FOUND', OK],
    },
    { title: 'does not find a start of no kind', seek: { start: 'none', stop: 1 }, answers: ['NOT_FOUND', OK] },
    {
        title: 'does not wait where it is asked not to',
        seek: { start: 'nextCommit', stop: 1_000_000, failIfNotReady: true },
        answers: ['NOT_FOUND', OK],
    },
    { title: 'refuses a request without start', seek: { stop: 1 }, answers: ['BAD_REQUEST', OK] },
    { title: 'refuses a request without stop', seek: { start: 1 }, answers: ['BAD_REQUEST', OK] },
    { title: 'knows no other channel', seek: { start: 0, stop: 0, channel: 'nowhere' }, answers: ['NOT_FOUND', OK] },
    {
        title: 'refuses a request without channel',
        seek: { start: 0, stop: 0, channel: '' },
        answers: ['NOT_FOUND', OK],
    },
    {
        title: 'refuses a request of an hour ago',
        seek: { start: 0, stop: 0, time: new Date(Date.now() - HOUR_MS) },
        answers: ['BAD_REQUEST', OK],
    },
    {
        title: 'refuses a request of an hour ahead',
        seek: { start: 0, stop: 0, time: new Date(Date.now() + HOUR_MS) },
        answers: ['BAD_REQUEST', OK],
    },
    {
        title: 'refuses a request without time',
        seek: { start: 0, stop: 0, time: undefined },
        answers: ['BAD_REQUEST', OK],
    },
    {
        title: 'does not look at the type of the header',
        seek: { start: 0, stop: 0, headerType: 0 },
        halfCloses: true,
        answers: ['block 0', 'SUCCESS', OK],
    },
    {
        title: 'does not look at the epoch',
        seek: { start: 0, stop: 0, epoch: 7n },
        halfCloses: true,
        answers: ['block 0', 'SUCCESS', OK],
    },
    {
        title: 'forbids a request with another signature',
        seek: { start: 0, stop: 0, signature: Buffer.from('signature') },
        answers: ['FORBIDDEN', OK],
    },
    {
        title: 'forbids a request without signature',
        seek: { start: 0, stop: 0, signature: Buffer.alloc(0) },
        answers: ['FORBIDDEN', OK],
    },
    {
        title: 'forbids a request of nobody',
        seek: { start: 0, stop: 0, creator: Buffer.alloc(0) },
        answers: ['FORBIDDEN', OK],
    },
    {
        title: 'forbids a request of a stranger',
        seek: { start: 0, stop: 0, creator: Buffer.from('stranger') },
        answers: ['FORBIDDEN', OK],
    },
    { title: 'refuses an empty payload', seek: { payload: Buffer.alloc(0) }, answers: ['BAD_REQUEST', OK] },
    {
        title: 'refuses bytes that are not a payload',
        seek: { payload: Buffer.from('garbage') },
        answers: ['BAD_REQUEST', OK],
    },
    {
        title: 'refuses bytes that are not a request',
        seek: { data: Buffer.from('garbage') },
        answers: ['BAD_REQUEST', OK],
    },
];
