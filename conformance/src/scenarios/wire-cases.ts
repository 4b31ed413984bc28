import { EMPTY, MessageType, pageRequest } from '@heddle/protocol';
import { COLLECTIONS, type TargetTraits } from './target';
import { ofLastIterator, type WireRequest, wireRequest } from './wire-script';

/** The name of the chaincode that sends what its transactions say, committed with the scenarios' collections. */
export const WIRE_CHAINCODE = 'wire';

/** Requests of one evaluated transaction, and what a peer answers: an ERROR's text, or the kind of a RESPONSE. */
export interface WireCase {
    readonly title: string;
    readonly requests: readonly WireRequest[];
    /** `ok` for any RESPONSE, `empty` for one without a payload; otherwise the ERROR's text, TX for the transaction's id. */
    readonly answers: readonly string[];
    readonly needs?: (traits: TargetTraits) => boolean;
}

const { both } = COLLECTIONS;
const VALUE = Buffer.from('v');
const takesBatches = (traits: TargetTraits): boolean => traits.takesBatches;

const put = (key: string, collection = ''): WireRequest => wireRequest('putState', { key, value: VALUE, collection });
const putNothing = wireRequest('putState', { key: 'wire-nothing', value: EMPTY });
const range = wireRequest('getStateByRange', { startKey: 'wire-a', endKey: 'wire-b' });
const privateRange = wireRequest('getStateByRange', { startKey: 'wire-a', endKey: 'wire-b', collection: both });
const page = wireRequest('getStateByRange', {
    startKey: 'wire-a',
    endKey: 'wire-b',
    metadata: pageRequest.encode({ pageSize: 5, bookmark: '' }),
});
const putPolicy = wireRequest('putStateMetadata', {
    key: 'wire-a',
    metadata: { metakey: 'VALIDATION_PARAMETER', value: EMPTY },
});

function failed(operation: string, text: string): string {
    return `${operation} failed: transaction ID: TX: ${text}`;
}

function unsupported(operation: string, text: string): string {
    return failed(operation, `txid [TX]: unsuppored transaction. ${text}`);
}

const afterPage = 'Transaction has already performed a paginated query. Writes are not allowed';
const afterPrivate = 'Transaction has already performed queries on pvt data. Writes are not allowed';
const pageAfterWrite = unsupported(
    'GET_STATE_BY_RANGE',
    'Paginated queries are supported only in a read-only transaction',
);
const privateAfterWrite = unsupported(
    'GET_STATE_BY_RANGE',
    'Queries on pvt data is supported only in a read-only transaction',
);
const noCollection = (operation: string): string =>
    failed(operation, 'collection mychannel/wire/none could not be found');

function record(type: MessageType, key: string, collection = ''): object {
    return { type, key, collection, value: type === MessageType.PUT_STATE ? VALUE : EMPTY };
}

function writeBatch(...records: readonly object[]): WireRequest {
    return wireRequest('writeBatchState', { records });
}

/** What peers answer to requests that our stub does not let through, or would not make. */
export const WIRE_CASES: readonly WireCase[] = [
    {
        title: 'a write behind a page',
        requests: [page, put('k')],
        answers: ['ok', unsupported('PUT_STATE', afterPage)],
    },
    { title: 'a page behind a write', requests: [put('k'), page], answers: ['empty', pageAfterWrite] },
    {
        title: 'a policy behind a page',
        requests: [page, putPolicy],
        answers: ['ok', unsupported('PUT_STATE_METADATA', afterPage)],
    },
    {
        title: 'writes behind a private query',
        requests: [privateRange, put('k'), put('k', both)],
        answers: ['ok', unsupported('PUT_STATE', afterPrivate), unsupported('PUT_STATE', afterPrivate)],
    },
    {
        title: 'a private query behind a write',
        requests: [put('k'), privateRange],
        answers: ['empty', privateAfterWrite],
    },
    {
        title: 'a private query behind a private write',
        requests: [put('k', both), privateRange],
        answers: ['empty', privateAfterWrite],
    },
    {
        title: 'queries behind a write that failed',
        requests: [put('k', 'none'), privateRange, page],
        answers: [noCollection('PUT_STATE'), 'ok', 'ok'],
    },
    {
        title: 'reads of all kinds behind pages',
        requests: [page, privateRange, range, page],
        answers: ['ok', 'ok', 'ok', 'ok'],
    },
    {
        title: 'an empty key',
        requests: [put(''), wireRequest('getState', { key: '' }), wireRequest('deleteState', { key: '' })],
        answers: ['empty', 'empty', 'empty'],
    },
    { title: 'an empty value', requests: [putNothing], answers: ['empty'] },
    {
        title: 'an iterator that is not there',
        requests: [wireRequest('queryStateNext', { id: 'none' }), wireRequest('queryStateClose', { id: 'none' })],
        answers: [failed('QUERY_STATE_NEXT', 'query iterator not found'), 'ok'],
    },
    {
        title: 'an iterator that has given all',
        requests: [range, ofLastIterator('queryStateNext')],
        answers: ['ok', failed('QUERY_STATE_NEXT', 'query iterator not found')],
    },
    {
        title: 'the iterator of a page, which is over with it',
        requests: [page, ofLastIterator('queryStateNext'), ofLastIterator('queryStateClose')],
        answers: ['ok', failed('QUERY_STATE_NEXT', 'query iterator not found'), 'ok'],
    },
    {
        title: 'a write behind a plain query',
        requests: [range, put('k'), putPolicy, wireRequest('deleteState', { key: 'k' })],
        answers: ['ok', 'empty', 'empty', 'empty'],
    },
    {
        title: 'a transaction that is not there',
        requests: [wireRequest('getState', { key: 'k' }, 'unknown')],
        answers: ['GET_STATE failed: transaction ID: unknown: no ledger context'],
    },
    {
        title: 'private operations on public state',
        requests: [
            wireRequest('purgePrivateData', { key: 'k' }),
            wireRequest('getPrivateDataHash', { key: 'k' }),
            wireRequest('getStateMetadata', { key: 'k' }),
        ],
        answers: [failed('PURGE_PRIVATE_DATA', 'only applicable for private data'), 'empty', 'empty'],
    },
    {
        title: 'a page of no rows at all, which is no page',
        requests: [
            wireRequest('getStateByRange', {
                startKey: '',
                endKey: '',
                metadata: pageRequest.encode({ pageSize: 0, bookmark: '' }),
            }),
            put('k'),
        ],
        answers: ['ok', 'empty'],
    },
    {
        title: 'a chaincode without a name',
        requests: [wireRequest('invokeChaincode', { chaincodeId: { name: '' }, input: { args: [] } })],
        answers: [
            failed(
                'INVOKE_CHAINCODE',
                'execute failed: invalid invocation: [channel mychannel] failed to get chaincode container info for : ' +
                    'chaincode  not found',
            ),
        ],
    },
    {
        title: 'several keys at once',
        needs: takesBatches,
        requests: [
            wireRequest('getStateMultiple', { keys: ['k', 'none', 'k'] }),
            wireRequest('getStateMultiple', { keys: [] }),
            wireRequest('getStateMultiple', { keys: ['k'], collection: 'none' }),
        ],
        answers: ['ok', 'empty', noCollection('GET_STATE_MULTIPLE')],
    },
    {
        title: 'a batch of writes, good and bad',
        needs: takesBatches,
        requests: [
            writeBatch(record(MessageType.PUT_STATE, 'k'), record(MessageType.DEL_STATE, 'k')),
            writeBatch(),
            writeBatch(record(MessageType.PUT_STATE, 'k'), record(MessageType.PUT_STATE, 'k', 'none')),
            writeBatch(record(MessageType.GET_STATE, 'k')),
            writeBatch(record(MessageType.PURGE_PRIVATE_DATA, 'k')),
        ],
        answers: [
            'empty',
            'empty',
            noCollection('WRITE_BATCH_STATE'),
            failed('WRITE_BATCH_STATE', 'unknown operation type'),
            failed('WRITE_BATCH_STATE', 'only applicable for private data'),
        ],
    },
];
