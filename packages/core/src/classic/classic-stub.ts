import { type KeyValue, type Proposal, requests } from '@heddle/protocol';
import type { CalledChaincodeResponse } from '../stub/chaincode-call';
import { ChaincodeStub } from '../stub/chaincode-stub';
import { LEDGER, TRANSACTION } from '../stub/hidden-methods';
import type { KeyModification } from '../stub/key-modification';
import { LedgerAccess, type PagedRequest, type StubLedger } from '../stub/ledger-access';
import { type Bytes, checkedKey, checkedText, pageOf } from '../stub/ledger-arguments';
import type { Query, StateQueryResponse } from '../stub/query-iterator';
import { resultShape } from '../stub/result-shape';
import { VALIDATION_PARAMETER } from '../stub/validation-parameter';
import type { Transaction } from '../transaction/transaction';
import type { Write } from '../transaction/write-record';
import { HistoryQueryIterator, PrivateQueryIterator, StateQueryIterator } from './classic-iterators';
import type { ClassicCreator } from './classic-proposal';
import type { ClassicTime, ClassicTimestamp } from './classic-time';
import { ClientLedger, type PeerClient } from './client-ledger';
import { createClassicKey, openRange, rangeBehind, simpleRange, splitClassicKey } from './composite-keys';
import { argumentsOf, type GivenInput } from './given-input';
import { type GivenProposal, readProposal } from './given-proposal';
import { withGetters } from './message-getters';
import { checkedCollection, checkedPrivate, givenValue } from './private-arguments';
import { definePublicFields, type FieldSource } from './public-fields';
import { classicPayload } from './text-as-base64';

/** What of Heddle's own stub is as it should be. */
type Inherited = Pick<
    ChaincodeStub,
    | 'getFunctionAndParameters'
    | 'getArgsSlice'
    | 'getDecorations'
    | 'signal'
    | 'exists'
    | 'getMultipleStates'
    | 'putState'
    | 'deleteState'
    | 'setStateValidationParameter'
    | 'getAllStatesCompositeKeyWithPagination'
    | 'getMultiplePrivateData'
    | 'setPrivateDataValidationParameter'
    | 'startWriteBatch'
    | 'finishWriteBatch'
>;

/** What Heddle's own stub is made of: a stub that a test has made has no transaction. */
interface StubParts {
    readonly [TRANSACTION]: Transaction | undefined;
    readonly [LEDGER]: StubLedger;
}

/** Heddle's own stub as something to build upon: nobody else may call its constructor, and some of its methods are replaced. */
type Extensible = abstract new (transaction: Transaction | undefined, ledger: StubLedger) => Inherited & StubParts;
const Base = ChaincodeStub as unknown as Extensible; // its constructor is private to its users, not to us

const PROPOSAL = Symbol('heddle.ClassicStub.proposal');

/**
 * fabric-shim's stub, to the letter where chaincode or its clients could tell: public fields, Longs, texts of errors, what
 * promises resolve to. It has the methods of Heddle's own stub besides.
 */
export class ClassicStub extends Base {
    declare channel_id: string;
    declare txId: string;
    declare args: string[];
    declare bufferArgs: Buffer[];
    declare creator: ClassicCreator | undefined;
    declare txTimestamp: ClassicTime;
    declare transientMap: Map<string, Buffer>;
    declare signedProposal: object | undefined;
    declare binding: string;
    /** What a test has given for the peer; undefined in transactions. */
    declare handler: PeerClient | undefined;
    declare chaincodeEvent: object | undefined;
    declare readonly validationParameterMetakey: string;
    /** @internal */ declare readonly [PROPOSAL]: Proposal | undefined;

    static {
        Object.defineProperty(ClassicStub, 'name', { value: 'ChaincodeStub' });
        Object.defineProperty(ClassicStub.prototype, 'validationParameterMetakey', { value: VALIDATION_PARAMETER });
        definePublicFields(ClassicStub.prototype, (stub) => fieldSource(stub as ClassicStub));
    }

    /** Makes a stub for a test, with what stands for the peer; or, of the stub of a transaction, fabric-shim's. */
    constructor(
        client: PeerClient | ChaincodeStub | null | undefined,
        channelId = '',
        txId = '',
        input?: GivenInput,
        proposal?: GivenProposal | null,
    ) {
        const transaction = transactionOf(client);
        if (transaction !== undefined) {
            super(transaction, new LedgerAccess(transaction, ClassicStub.prototype));
            return;
        }
        super(undefined, new ClientLedger(client as PeerClient, channelId, txId));
        const given = proposal === null || proposal === undefined ? undefined : readProposal(proposal);
        const bufferArgs = argumentsOf(input);
        Object.assign(this, { channel_id: channelId, txId, bufferArgs, handler: client, [PROPOSAL]: given });
    }

    // What was asked, by whom and when: from the fields, which tests write

    getArgs(): string[] {
        return this.args;
    }

    getStringArgs(): string[] {
        return this.args;
    }

    getBufferArgs(): Buffer[] {
        return this.bufferArgs;
    }

    getTxID(): string {
        return this.txId;
    }

    getChannelID(): string {
        return this.channel_id;
    }

    getCreator(): ClassicCreator | undefined {
        return this.creator;
    }

    getMspID(): string {
        const mspId = this[TRANSACTION]?.mspId ?? process.env['CORE_PEER_LOCALMSPID'];
        if (mspId === undefined) throw new Error('CORE_PEER_LOCALMSPID is unset in chaincode process');
        return mspId;
    }

    getTransient(): Map<string, Buffer> {
        return this.transientMap;
    }

    getSignedProposal(): object | undefined {
        return this.signedProposal;
    }

    getTxTimestamp(): ClassicTimestamp {
        const { nanos, seconds } = this.txTimestamp;
        return { nanos, seconds };
    }

    getDateTimestamp(): Date {
        return this.txTimestamp.toDate();
    }

    getBinding(): string {
        return this.binding;
    }

    // State

    /** A key that is left out is asked for as the empty one, as by fabric-shim: peers answer that it has no value. */
    getState(key?: string | null): Promise<Buffer> {
        const asked = key ?? '';
        return this[LEDGER].read('getState', asked, (recipient) => {
            this[LEDGER].readState(checkedText('the key', asked), recipient);
        });
    }

    getStateValidationParameter(key: string): Promise<Uint8Array | undefined> {
        return this.policyOf('getStateValidationParameter', () => ({ key: checkedKey(key) }));
    }

    getStateByRange(startKey: string, endKey: string): Query<KeyValue> {
        return this[LEDGER].query(
            'getStateByRange',
            states(RANGE, () => simpleRange(startKey, endKey)),
        );
    }

    getStateByRangeWithPagination(
        startKey: string,
        endKey: string,
        pageSize: number,
        bookmark?: string,
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        const query = (): RangeQuery => ({ ...simpleRange(startKey, endKey), metadata: pageOf(pageSize, bookmark) });
        return this[LEDGER].queryPage('getStateByRangeWithPagination', states(RANGE, query));
    }

    getStateByPartialCompositeKey(objectType: string, attributes: string[]): Query<KeyValue> {
        const range = rangeBehind(this.createCompositeKey(objectType, attributes));
        return this[LEDGER].query(
            'getStateByPartialCompositeKey',
            states(RANGE, () => range),
        );
    }

    getStateByPartialCompositeKeyWithPagination(
        objectType: string,
        attributes: string[],
        pageSize: number,
        bookmark?: string,
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        const range = rangeBehind(this.createCompositeKey(objectType, attributes));
        const query = (): RangeQuery => ({ ...range, metadata: pageOf(pageSize, bookmark) });
        return this[LEDGER].queryPage('getStateByPartialCompositeKeyWithPagination', states(RANGE, query));
    }

    getQueryResult(query: string): Query<KeyValue> {
        return this[LEDGER].query(
            'getQueryResult',
            states(SELECTOR, () => ({ query })),
        );
    }

    getQueryResultWithPagination(
        query: string,
        pageSize: number,
        bookmark?: string,
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        const asked = (): SelectorQuery => ({ query, metadata: pageOf(pageSize, bookmark) });
        return this[LEDGER].queryPage('getQueryResultWithPagination', states(SELECTOR, asked));
    }

    getHistoryForKey(key: string): Query<KeyModification> {
        return this[LEDGER].query('getHistoryForKey', {
            request: requests.getHistoryForKey,
            rows: CLASSIC.history,
            iterator: (rows) => new HistoryQueryIterator(rows),
            query: () => ({ key: checkedKey(key) }),
        });
    }

    createCompositeKey(objectType: string, attributes: readonly string[]): string {
        return createClassicKey(objectType, attributes);
    }

    splitCompositeKey(compositeKey: string): { objectType: string | null; attributes: string[] } {
        return splitClassicKey(compositeKey);
    }

    /** @internal */
    private policyOf(name: string, query: () => { key: string; collection?: string }): Promise<Uint8Array | undefined> {
        return this[LEDGER].start(name, async () => {
            const policy = await this[LEDGER].readPolicy(query());
            return policy.length === 0 ? undefined : new Uint8Array(policy);
        });
    }

    // Private data

    getPrivateData(collection: string, key: string): Promise<Buffer> {
        return this[LEDGER].read('getPrivateData', key, (recipient) => {
            this[LEDGER].readPrivate(checkedPrivate(collection, key), recipient);
        });
    }

    getPrivateDataHash(collection: string, key: string): Promise<Buffer> {
        return this[LEDGER].read('getPrivateDataHash', undefined, (recipient) => {
            this[LEDGER].readPrivateHash(checkedPrivate(collection, key), recipient);
        });
    }

    putPrivateData(collection: string, key: string, value: Bytes): Promise<void> {
        return this[LEDGER].write('putPrivateData', requests.putState, () => ({
            ...checkedPrivate(collection, key),
            value: this[LEDGER].checkedValue('putPrivateData', key, givenValue(value)),
        }));
    }

    deletePrivateData(collection: string, key: string): Promise<void> {
        const write = (): Write => checkedPrivate(collection, key);
        return this[LEDGER].write('deletePrivateData', requests.deleteState, write);
    }

    purgePrivateData(collection: string, key: string): Promise<void> {
        const write = (): Write => checkedPrivate(collection, key);
        return this[LEDGER].write('purgePrivateData', requests.purgePrivateData, write);
    }

    getPrivateDataValidationParameter(collection: string, key: string): Promise<Uint8Array | undefined> {
        return this.policyOf('getPrivateDataValidationParameter', () => ({ collection, key: checkedKey(key) }));
    }

    getPrivateDataByRange(collection: string, startKey: string, endKey: string): Query<KeyValue> {
        const query = (): RangeQuery => ({
            collection: checkedCollection(collection),
            ...openRange(startKey, endKey),
        });
        return this[LEDGER].privateQuery('getPrivateDataByRange', privateRows(requests.getStateByRange, query));
    }

    getPrivateDataByPartialCompositeKey(
        collection: string,
        objectType: string,
        attributes: readonly string[],
    ): Query<KeyValue> {
        const range = rangeBehind(this.createCompositeKey(objectType, attributes));
        const query = (): RangeQuery => ({ collection: checkedCollection(collection), ...range });
        const name = 'getPrivateDataByPartialCompositeKey';
        return this[LEDGER].privateQuery(name, privateRows(requests.getStateByRange, query));
    }

    getPrivateDataQueryResult(collection: string, query: string): Query<KeyValue> {
        const asked = (): SelectorQuery => ({ collection: checkedCollection(collection), query });
        return this[LEDGER].privateQuery('getPrivateDataQueryResult', privateRows(requests.getQueryResult, asked));
    }

    // Other chaincodes, events

    invokeChaincode(
        chaincodeName: string,
        args: readonly Bytes[],
        channel?: string | null,
    ): Promise<Omit<CalledChaincodeResponse, 'event'>> {
        const call = { name: chaincodeName, channel: channel ?? '', args };
        return this[LEDGER].call(call, ({ status, message, payload }) => ({ status, message, payload }));
    }

    setEvent(name: string, payload?: Bytes): void {
        if (typeof name !== 'string' || name === '') throw new Error('Event name must be a non-empty string');
        const warn = (): void => {
            this[TRANSACTION]?.warn('TEXT_AS_BASE64', {
                what: 'the event',
                method: Reflect.get(ClassicStub.prototype, 'setEvent'),
            });
        };
        const bytes = classicPayload('the event payload', payload, warn);
        this[TRANSACTION]?.event.set(name, bytes, Reflect.get(ClassicStub.prototype, 'setEvent'));
        this.chaincodeEvent = withGetters({ eventName: name, payload: bytes });
    }
}

const RANGE = requests.getStateByRange;
const SELECTOR = requests.getQueryResult;
const CLASSIC = resultShape({ results: 'fabric-shim' });

type RangeQuery = Parameters<typeof RANGE.query.encode>[0];
type SelectorQuery = Parameters<typeof SELECTOR.query.encode>[0];

/** A query whose rows come by the class of fabric-shim's iterators. */
function states<QInput>(
    request: PagedRequest<QInput, KeyValue>['request'],
    query: () => QInput,
): PagedRequest<QInput, KeyValue> {
    return { request, query, rows: CLASSIC.states, iterator: (rows) => new StateQueryIterator(rows) };
}

function privateRows<QInput>(
    request: PagedRequest<QInput, KeyValue>['request'],
    query: () => QInput,
): PagedRequest<QInput, KeyValue> {
    return { ...states(request, query), iterator: (rows) => new PrivateQueryIterator(rows) };
}

/** The transaction of Heddle's own stub: also of another copy's, since a server need not be the one that chaincode has installed. */
function transactionOf(client: unknown): Transaction | undefined {
    if (typeof client !== 'object' || client === null) return undefined;
    const transaction = (client as { readonly [TRANSACTION]?: Transaction })[TRANSACTION]; // private to its users, not to us
    // A double of a test's may have an answer to everything.
    return typeof transaction?.txId === 'string' ? transaction : undefined;
}

function fieldSource(stub: ClassicStub): FieldSource | undefined {
    if (stub[TRANSACTION] !== undefined) return stub[TRANSACTION];
    if (!(PROPOSAL in stub)) return undefined;
    return { channelId: '', txId: '', input: { args: stub.bufferArgs }, proposal: stub[PROPOSAL] };
}

/** Makes fabric-shim's stub of the stub of a transaction. */
export function classicStub(stub: ChaincodeStub): ClassicStub {
    return new ClassicStub(stub);
}
