import {
    allCompositeKeys,
    type CompositeKey,
    createCompositeKey,
    EMPTY,
    type KeyValue,
    requests,
    splitCompositeKey,
    toDate,
} from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import { showNameOnly } from '../inspection';
import type { Transaction } from '../transaction/transaction';
import type { CalledChaincodeResponse } from './chaincode-call';
import { defineHiddenMethods, LEDGER, TRANSACTION } from './hidden-methods';
import type { KeyModification } from './key-modification';
import { LedgerAccess, refuseWrite, type StubLedger } from './ledger-access';
import {
    asChaincodeError,
    type Bytes,
    checkedCollection,
    checkedKey,
    checkedKeys,
    checkedName,
    pageOf,
    partialKeyRange,
    simpleKeyRange,
    toBytes,
} from './ledger-arguments';
import type { Query, StateQueryResponse } from './query-iterator';
import { type Creator, type SignedProposal, signedProposalOf } from './signed-proposal';
import { Timestamp } from './timestamp';
import { policyWrite } from './validation-parameter';

let create: (transaction: Transaction) => ChaincodeStub;

/**
 * What a transaction sees of its peer: its arguments, its client, and the ledger. Names and meanings are those of
 * Fabric's own shims.
 *
 * All ledger operations read committed state: a transaction does not see its own writes. Each one that is asked must
 * be awaited. They reject with a ChaincodeError: INVALID_ARGUMENT, EMPTY_KEY and EMPTY_VALUE for what cannot be asked,
 * WRITE_AFTER_QUERY and QUERY_AFTER_WRITE for an order that peers refuse, READ_ONLY_TRANSACTION for writes of an
 * evaluated transaction, PEER_ERROR with the peer's own words, SESSION_CLOSED when the peer is gone.
 */
export class ChaincodeStub {
    /** The statuses that fabric-shim names; peers endorse what is below ERRORTHRESHOLD. */
    static readonly RESPONSE_CODE = { OK: 200, ERRORTHRESHOLD: 400, ERROR: 500 } as const;

    /** @internal */ private readonly [TRANSACTION]: Transaction;
    /** @internal */ private readonly [LEDGER]: StubLedger;

    static {
        create = (transaction) =>
            new ChaincodeStub(transaction, new LedgerAccess(transaction, ChaincodeStub.prototype));
        showNameOnly(ChaincodeStub);
        defineHiddenMethods(ChaincodeStub.prototype);
    }

    private constructor(transaction: Transaction, ledger: StubLedger) {
        this[TRANSACTION] = transaction;
        this[LEDGER] = ledger;
    }

    /**
     * The same transaction, without the right to write.
     * @param onWrite is told of a write instead of refusing it, and lets it pass
     */
    asReadOnly(onWrite?: (operation: string) => void): ChaincodeStub {
        const transaction = this[TRANSACTION];
        const ledger = new LedgerAccess(transaction, ChaincodeStub.prototype, onWrite ?? refuseWrite);
        return new ChaincodeStub(transaction, ledger);
    }

    // What was asked

    /** All arguments as text, the function's name first. */
    getArgs(): string[] {
        return this.getStringArgs();
    }

    /** All arguments as text, the function's name first; the same as `getArgs`. */
    getStringArgs(): string[] {
        return this.getBufferArgs().map((arg) => arg.toString());
    }

    /** All arguments as bytes, the function's name first. */
    getBufferArgs(): Buffer[] {
        return this[TRANSACTION].input.args;
    }

    /** All arguments behind each other, as Go's GetArgsSlice. */
    getArgsSlice(): Buffer {
        return Buffer.concat(this.getBufferArgs());
    }

    /**
     * The function's name and its arguments as text. Contracts get their arguments typed, as parameters; this is for a
     * `Chaincode` with `Invoke`.
     *
     * @example
     * const { fcn, params } = ctx.stub.getFunctionAndParameters();
     * ctx.logger.info({ fcn, count: params.length }, 'called');
     */
    getFunctionAndParameters(): { fcn: string; params: string[] } {
        const [fcn = '', ...params] = this.getStringArgs();
        return { fcn, params };
    }

    /** The transaction's id, which the client made: unique on its channel, and the same at every endorser. */
    getTxID(): string {
        return this[TRANSACTION].txId;
    }

    /** The channel on which the transaction was proposed. */
    getChannelID(): string {
        return this[TRANSACTION].channelId;
    }

    /** What the peer's decorators added to the arguments. */
    getDecorations(): Map<string, Buffer> {
        return this[TRANSACTION].input.decorations;
    }

    /** Aborted when the stream to the peer ends or `transactionTimeoutMs` is over: for long calculations to stop. */
    get signal(): AbortSignal {
        return this[TRANSACTION].signal;
    }

    // Who asked, and when

    /** Who signed the proposal: MSP id and certificate. `ctx.clientIdentity` reads what is in it. */
    getCreator(): Creator {
        const { mspId, idBytes } = this[TRANSACTION].proposal.identity;
        return { mspid: mspId, idBytes };
    }

    /**
     * The MSP id of the peer's organization, as configured: peers do not tell it to an external service.
     * @throws ChaincodeError INVALID_OPTIONS where it is not configured
     */
    getMspID(): string {
        if (this[TRANSACTION].mspId !== undefined) return this[TRANSACTION].mspId;
        throw new ChaincodeError(
            'INVALID_OPTIONS',
            'CORE_PEER_LOCALMSPID is unset in the chaincode process: set it, or --msp-id, to the MSP id of the peer',
        );
    }

    /**
     * What the client gave to the endorsers only: it is not in the transaction, nor in any block. Empty if it gave
     * nothing.
     *
     * @example
     * const offer = ctx.stub.getTransient().get('offer');
     * if (offer === undefined) throw new ContractError('NO_OFFER', 'the offer is transient data');
     */
    getTransient(): Map<string, Buffer> {
        return new Map(this[TRANSACTION].proposal.transient);
    }

    /** The client's proposal with its signature, decoded. */
    getSignedProposal(): SignedProposal {
        return signedProposalOf(this[TRANSACTION].proposal);
    }

    /** The client's time as Fabric has it; `getDateTimestamp` is the way to calculate with it. */
    getTxTimestamp(): Timestamp {
        return new Timestamp(this[TRANSACTION].proposal.timestamp);
    }

    /** The client's time, cut to its milliseconds: the same at every endorser, but not necessarily right. */
    getDateTimestamp(): Date {
        return toDate(this[TRANSACTION].proposal.timestamp);
    }

    /** Lower-case hex of SHA-256 over the proposal's nonce, creator and epoch. */
    getBinding(): string {
        return this[TRANSACTION].proposal.binding;
    }

    // State

    /**
     * The committed value; empty if the key does not exist. What this transaction has put is not seen.
     *
     * @example
     * const bytes = await ctx.stub.getState('a1');
     * if (bytes.length === 0) throw new ContractError('NO_ASSET', 'there is no a1', { status: 404 });
     * const asset = ctx.deserialize(Asset, bytes);
     */
    getState(key: string): Promise<Buffer> {
        return this[LEDGER].read('getState', key, (recipient) => {
            this[LEDGER].readState(checkedKey(key), recipient);
        });
    }

    /** Whether the key has a committed value. */
    exists(key: string): Promise<boolean> {
        return this[LEDGER].start('exists', async () => {
            const [value] = await this[LEDGER].readStates([checkedKey(key)]);
            return value !== undefined && value.length > 0;
        });
    }

    /**
     * Committed values in the order of the keys, in as few messages as the peer allows. Empty for a key that does not
     * exist.
     *
     * @example
     * const [a1, a2] = await ctx.stub.getMultipleStates(['a1', 'a2']);
     */
    getMultipleStates(keys: readonly string[]): Promise<Buffer[]> {
        return this[LEDGER].readAll('getMultipleStates', keys, () =>
            this[LEDGER].readStates(checkedKeys(keys), { batch: true }),
        );
    }

    /**
     * Writes at commit, if the transaction is valid. An empty value is refused: a peer would take it for a delete.
     * @throws ChaincodeError EMPTY_VALUE
     * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction
     * @throws ChaincodeError WRITE_AFTER_QUERY in a transaction that has asked for a page, or queried private data
     *
     * @example
     * const asset = ctx.deserialize(Asset, await ctx.stub.getState('a1'));
     * asset.owner = 'bob';
     * await ctx.stub.putState('a1', ctx.serialize(asset));
     */
    putState(key: string, value: Bytes): Promise<void> {
        return this[LEDGER].write('putState', requests.putState, () => ({
            key: checkedKey(key),
            value: this[LEDGER].checkedValue('putState', key, value),
        }));
    }

    /**
     * Deletes at commit, if the transaction is valid. A key that does not exist is no error; a key's history stays.
     * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction
     * @throws ChaincodeError WRITE_AFTER_QUERY in a transaction that has asked for a page, or queried private data
     */
    deleteState(key: string): Promise<void> {
        return this[LEDGER].write('deleteState', requests.deleteState, () => ({ key: checkedKey(key) }));
    }

    /**
     * Gives a key an endorsement policy of its own, from the next transaction on. An empty one is not the way back: at
     * commit the chaincode's policy holds again, but gateways find nobody who could endorse, and fail those who write the
     * key without naming endorsing organizations. Name the organizations of the chaincode's policy, or delete the key and
     * write it again in a later transaction.
     *
     * Unless the transaction writes the key's value, too, read the key in it, by `getState` or `getStateValidationParameter`:
     * where another transaction has deleted the key before it in the same block, that makes it conflict. Without such a
     * read it is valid, and all peers of the channel panic, each time that they are started (Fabric 2.5 and 3.1).
     * @param policy an encoded policy, such as KeyEndorsementPolicy makes
     */
    setStateValidationParameter(key: string, policy: Uint8Array): Promise<void> {
        return this[LEDGER].write('setStateValidationParameter', requests.putStateMetadata, () =>
            policyWrite(checkedKey(key), policy),
        );
    }

    /** The key's own endorsement policy; empty if it has none, or if that was cleared. */
    getStateValidationParameter(key: string): Promise<Buffer> {
        return this[LEDGER].start('getStateValidationParameter', () =>
            this[LEDGER].readPolicy({ key: checkedKey(key) }),
        );
    }

    /**
     * Rows from `startKey` up to and without `endKey`; '' begins at the first simple key, or ends behind the last. In
     * the order of the keys' UTF-8 bytes; composite keys are not among them. The rows read are checked at commit.
     *
     * @example
     * for await (const { key, value } of ctx.stub.getStateByRange('a1', 'a9')) {
     *     ctx.logger.debug({ key, asset: ctx.deserialize(Asset, value) }, 'found');
     * }
     */
    getStateByRange(startKey: string, endKey: string): Query<KeyValue> {
        return this[LEDGER].query('getStateByRange', {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => simpleKeyRange(startKey, endKey),
        });
    }

    /**
     * One page of a range. A transaction that asks for it cannot write.
     * Stop when a page has fewer rows than `pageSize`: the bookmark does not tell the last page, and on CouchDB never ends.
     * @param pageSize rows at most; a peer gives fewer where its `totalQueryLimit` is smaller
     * @param bookmark of the page before; '' for the first one
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     *
     * @example
     * const { iterator, metadata } = await ctx.stub.getStateByRangeWithPagination('', '', 2);
     * const keys: string[] = [];
     * for await (const { key } of iterator) keys.push(key);
     * ctx.logger.info({ keys, bookmark: metadata.bookmark }, 'the next call goes on from the bookmark');
     */
    getStateByRangeWithPagination(
        startKey: string,
        endKey: string,
        pageSize: number,
        bookmark = '',
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        return this[LEDGER].queryPage('getStateByRangeWithPagination', {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => ({ ...simpleKeyRange(startKey, endKey), metadata: pageOf(pageSize, bookmark) }),
        });
    }

    /**
     * Rows whose composite keys begin with this object type and these attributes, whole ones each. The rows read are
     * checked at commit.
     *
     * @example
     * for await (const { key } of ctx.stub.getStateByPartialCompositeKey('owner~id', ['ann'])) {
     *     const [owner, id] = ctx.stub.splitCompositeKey(key).attributes;
     *     ctx.logger.debug({ owner, id }, 'found');
     * }
     */
    getStateByPartialCompositeKey(objectType: string, attributes: readonly string[]): Query<KeyValue> {
        return this[LEDGER].query('getStateByPartialCompositeKey', {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => partialKeyRange(objectType, attributes),
        });
    }

    /**
     * One page of what `getStateByPartialCompositeKey` finds. A transaction that asks for it cannot write.
     * Stop when a page has fewer rows than `pageSize`: the bookmark does not tell the last page, and on CouchDB never ends.
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     */
    getStateByPartialCompositeKeyWithPagination(
        objectType: string,
        attributes: readonly string[],
        pageSize: number,
        bookmark = '',
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        const name = 'getStateByPartialCompositeKeyWithPagination';
        return this[LEDGER].queryPage(name, {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => ({ ...partialKeyRange(objectType, attributes), metadata: pageOf(pageSize, bookmark) }),
        });
    }

    /**
     * One page of all rows that have composite keys, the last one if it has fewer rows than `pageSize`.
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     */
    getAllStatesCompositeKeyWithPagination(
        pageSize: number,
        bookmark = '',
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        const name = 'getAllStatesCompositeKeyWithPagination';
        return this[LEDGER].queryPage(name, {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => ({ ...allCompositeKeys(), metadata: pageOf(pageSize, bookmark) }),
        });
    }

    /**
     * Rows that a CouchDB selector finds; peers on LevelDB refuse it. The result is not checked again at commit.
     * @throws ChaincodeError PEER_ERROR where the peer is on LevelDB, or CouchDB refuses the query
     *
     * @example
     * const query = { selector: { owner: 'ann' } };
     * for await (const { key } of ctx.stub.getQueryResult(JSON.stringify(query))) ctx.logger.debug({ key }, 'found');
     */
    getQueryResult(query: string): Query<KeyValue> {
        return this[LEDGER].query('getQueryResult', {
            request: requests.getQueryResult,
            rows: this[LEDGER].shape.states,
            query: () => ({ query: checkedName('the query', query) }),
        });
    }

    /**
     * One page of what a CouchDB selector finds. A transaction that asks for it cannot write.
     * Stop when a page has fewer rows than `pageSize`: the bookmark does not tell the last page, and on CouchDB never ends.
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     */
    getQueryResultWithPagination(
        query: string,
        pageSize: number,
        bookmark = '',
    ): Query<KeyValue, StateQueryResponse<KeyValue>> {
        return this[LEDGER].queryPage('getQueryResultWithPagination', {
            request: requests.getQueryResult,
            rows: this[LEDGER].shape.states,
            query: () => ({ query: checkedName('the query', query), metadata: pageOf(pageSize, bookmark) }),
        });
    }

    /**
     * What the key was set to, the newest first; a delete is a row with `isDelete`. The peer needs its history
     * database, which is on by default. The result is not checked again at commit.
     *
     * @example
     * for await (const { txId, isDelete, value } of ctx.stub.getHistoryForKey('a1')) {
     *     ctx.logger.debug({ txId, asset: isDelete ? undefined : ctx.deserialize(Asset, value) }, 'was');
     * }
     */
    getHistoryForKey(key: string): Query<KeyModification> {
        return this[LEDGER].query('getHistoryForKey', {
            request: requests.getHistoryForKey,
            rows: this[LEDGER].shape.history,
            query: () => ({ key: checkedKey(key) }),
        });
    }

    /**
     * Joins an object type and attributes to a key of a namespace of its own, which ranges of simple keys leave out.
     * @throws ChaincodeError INVALID_ARGUMENT for an empty object type, and for text with U+0000, U+10FFFF or lone
     * surrogates
     *
     * @example
     * const key = ctx.stub.createCompositeKey('owner~id', ['ann', 'a1']);
     * await ctx.stub.putState(key, ctx.serialize(true));
     */
    createCompositeKey(objectType: string, attributes: readonly string[]): string {
        return asChaincodeError(() => createCompositeKey(objectType, attributes));
    }

    /**
     * Takes a composite key apart again.
     * @throws ChaincodeError INVALID_ARGUMENT for a key that is not a composite one
     */
    splitCompositeKey(compositeKey: string): CompositeKey {
        return asChaincodeError(() => splitCompositeKey(compositeKey));
    }

    // Private data

    /**
     * The committed value; empty if the key does not exist. The peer's organization must be in the collection:
     * elsewhere it rejects with PEER_ERROR, as it does where the collection is `memberOnlyRead` and the client is not a
     * member.
     */
    getPrivateData(collection: string, key: string): Promise<Buffer> {
        return this[LEDGER].read('getPrivateData', key, (recipient) => {
            const query = { collection: checkedCollection(collection), key: checkedKey(key) };
            this[LEDGER].readPrivate(query, recipient);
        });
    }

    /** Values in the order of the keys. Asked one by one: the multiple form skips the check against their hashes. */
    getMultiplePrivateData(collection: string, keys: readonly string[]): Promise<Buffer[]> {
        return this[LEDGER].readAll('getMultiplePrivateData', keys, () => {
            const name = checkedCollection(collection);
            return this[LEDGER].readAllPrivate(checkedKeys(keys).map((key) => ({ collection: name, key })));
        });
    }

    /**
     * SHA-256 of the value; peers of every organization know it. Empty if the key does not exist.
     *
     * @example
     * const hash = await ctx.stub.getPrivateDataHash('offers', 'a1');
     * ctx.logger.info({ hash: hash.toString('hex') }, 'the offer that was made');
     */
    getPrivateDataHash(collection: string, key: string): Promise<Buffer> {
        return this[LEDGER].read('getPrivateDataHash', undefined, (recipient) => {
            const query = { collection: checkedCollection(collection), key: checkedKey(key) };
            this[LEDGER].readPrivateHash(query, recipient);
        });
    }

    /**
     * Writes to a collection at commit, if the transaction is valid: the value to its members' peers, its hash to all.
     * An empty value is refused.
     * @throws ChaincodeError EMPTY_VALUE
     * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction
     * @throws ChaincodeError WRITE_AFTER_QUERY in a transaction that has asked for a page, or queried private data
     *
     * @example
     * const offer = ctx.stub.getTransient().get('offer');
     * if (offer !== undefined) await ctx.stub.putPrivateData('offers', 'a1', offer);
     */
    putPrivateData(collection: string, key: string, value: Bytes): Promise<void> {
        return this[LEDGER].write('putPrivateData', requests.putState, () => ({
            collection: checkedCollection(collection),
            key: checkedKey(key),
            value: this[LEDGER].checkedValue('putPrivateData', key, value),
        }));
    }

    /**
     * Deletes a value at commit. Old values stay in the members' private stores: see `purgePrivateData`.
     * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction
     * @throws ChaincodeError WRITE_AFTER_QUERY in a transaction that has asked for a page, or queried private data
     */
    deletePrivateData(collection: string, key: string): Promise<void> {
        return this[LEDGER].write('deletePrivateData', requests.deleteState, () => ({
            collection: checkedCollection(collection),
            key: checkedKey(key),
        }));
    }

    /**
     * Deletes a value and its history from every peer's private store; channels need the capability V2_5. Of a purge and a
     * later write of the key in the same transaction the write alone counts: nothing is purged.
     * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction
     * @throws ChaincodeError WRITE_AFTER_QUERY in a transaction that has asked for a page, or queried private data
     * @throws ChaincodeError PEER_ERROR on channels without that capability
     */
    purgePrivateData(collection: string, key: string): Promise<void> {
        return this[LEDGER].write('purgePrivateData', requests.purgePrivateData, () => ({
            collection: checkedCollection(collection),
            key: checkedKey(key),
        }));
    }

    /** As `setStateValidationParameter`, for a key of a collection: read it, or its hash, in the same transaction. */
    setPrivateDataValidationParameter(collection: string, key: string, policy: Uint8Array): Promise<void> {
        return this[LEDGER].write('setPrivateDataValidationParameter', requests.putStateMetadata, () => ({
            ...policyWrite(checkedKey(key), policy),
            collection: checkedCollection(collection),
        }));
    }

    /** As `getStateValidationParameter`, for a key of a collection. */
    getPrivateDataValidationParameter(collection: string, key: string): Promise<Buffer> {
        return this[LEDGER].start('getPrivateDataValidationParameter', () =>
            this[LEDGER].readPolicy({ collection: checkedCollection(collection), key: checkedKey(key) }),
        );
    }

    /**
     * Rows of a collection, as far as this peer has their values. A transaction that asks for them cannot write.
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     */
    getPrivateDataByRange(collection: string, startKey: string, endKey: string): Query<KeyValue> {
        return this[LEDGER].privateQuery('getPrivateDataByRange', {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => ({
                collection: checkedCollection(collection),
                ...simpleKeyRange(startKey, endKey),
            }),
        });
    }

    /**
     * Rows of a collection whose composite keys begin with this object type and these attributes. A transaction that
     * asks for them cannot write.
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     */
    getPrivateDataByPartialCompositeKey(
        collection: string,
        objectType: string,
        attributes: readonly string[],
    ): Query<KeyValue> {
        return this[LEDGER].privateQuery('getPrivateDataByPartialCompositeKey', {
            request: requests.getStateByRange,
            rows: this[LEDGER].shape.states,
            query: () => ({
                collection: checkedCollection(collection),
                ...partialKeyRange(objectType, attributes),
            }),
        });
    }

    /**
     * Rows of a collection that a CouchDB selector finds; peers on LevelDB refuse it. A transaction that asks for them
     * cannot write.
     * @throws ChaincodeError QUERY_AFTER_WRITE in a transaction that has written
     */
    getPrivateDataQueryResult(collection: string, query: string): Query<KeyValue> {
        return this[LEDGER].privateQuery('getPrivateDataQueryResult', {
            request: requests.getQueryResult,
            rows: this[LEDGER].shape.states,
            query: () => ({
                collection: checkedCollection(collection),
                query: checkedName('the query', query),
            }),
        });
    }

    // Batches, other chaincodes, events

    /**
     * From here on writes are kept back, in order, and resolve at once; `finishWriteBatch` sends them together. No
     * effect on peers before Fabric 3.1. Rarely needed: writes of the same tick travel together anyway.
     */
    startWriteBatch(): void {
        this[LEDGER].startWriteBatch();
    }

    /** Sends what was kept back. Rejects with the error of the first write that the peer refuses. */
    finishWriteBatch(): Promise<void> {
        return this[LEDGER].finishWriteBatch();
    }

    /**
     * Calls another chaincode on this peer. On the same channel it takes part in this transaction; on another one it
     * can only read. A chaincode cannot call itself on its own channel: peers refuse that.
     * @param channel another channel's name; default this one
     * @returns what the chaincode answered, and its event, which Fabric drops. It resolves for a status of 400 and above,
     * too, so look at it, or use `ctx.callChaincode`
     * @throws ChaincodeError PEER_ERROR where it did not answer
     *
     * @example
     * const { status, message, payload } = await ctx.stub.invokeChaincode('prices', ['priceOf', 'a1']);
     * if (status >= 400) throw new ContractError('NO_PRICE', message);
     * ctx.logger.info({ price: payload.toString() }, 'found');
     */
    invokeChaincode(
        chaincodeName: string,
        args: readonly Bytes[],
        channel?: string | null,
    ): Promise<CalledChaincodeResponse> {
        const call = { name: chaincodeName, channel: channel ?? '', args };
        return this[LEDGER].call(call, (called) => called);
    }

    /**
     * Sets the transaction's event, which clients get if the transaction is committed as valid. A transaction has one: in
     * contracts a second call is refused; in chaincode with `Invoke` it takes the first one's place, with a warning in the
     * log. Of chaincodes that call each other only the outermost one's event counts.
     * @throws ChaincodeError EVENT_ALREADY_SET for a second event, INVALID_ARGUMENT for an empty name
     */
    setEvent(name: string, payload: Bytes = EMPTY): void {
        const { event } = this[TRANSACTION];
        const bytes = toBytes('the event payload', payload);
        event.set(checkedName('the event name', name), bytes, Reflect.get(ChaincodeStub.prototype, 'setEvent'));
    }
}

/** Makes the stub of a transaction. Its constructor is private, so that the users' API does not show a Transaction. */
export function createStub(transaction: Transaction): ChaincodeStub {
    return create(transaction);
}
