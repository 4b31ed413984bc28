import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { array, assert, bigInt, nat, option, property, record, string, uint8Array, uniqueArray } from 'fast-check';
import { deliverResponse } from './deliver-messages';

const text = string({ unit: 'binary', maxLength: 5 });
const bytes = uint8Array({ maxLength: 5 }).map((value) => Buffer.from(value));
// fabric-protos has uint64 as a number.
const uint = bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) });
const event = record({ chaincodeId: text, txId: text, name: text });
const filteredBlock = record({
    channelId: text,
    number: uint,
    transactions: array(
        record({
            txId: text,
            type: nat(6),
            validationCode: nat(255),
            events: option(array(event, { maxLength: 2 }), { nil: undefined }),
        }),
        { maxLength: 3 },
    ),
});
const transactionWrites = record({
    namespaces: array(
        record({
            namespace: text,
            collections: array(record({ collection: text, keyValueSet: bytes }), { maxLength: 2 }),
        }),
        { maxLength: 2 },
    ),
});
const privateData = uniqueArray(record({ number: uint, writes: transactionWrites }), {
    selector: ({ number }) => number,
    maxLength: 3,
});

describe('responses of Deliver are written as fabric-protos writes them:', () => {
    it('filtered blocks', () => {
        assert(
            property(filteredBlock, ({ channelId, number, transactions }) => {
                const theirs = new peer.FilteredBlock();
                theirs.setChannelId(channelId);
                theirs.setNumber(Number(number));
                for (const { txId, type, validationCode, events } of transactions) {
                    const transaction = theirs.addFilteredTransactions();
                    transaction.setTxid(txId);
                    transaction.setType(type as common.HeaderTypeMap[keyof common.HeaderTypeMap]);
                    transaction.setTxValidationCode(validationCode as 0);
                    if (events !== undefined) transaction.setTransactionActions(actionsOf(events));
                }
                const response = new peer.DeliverResponse();
                response.setFilteredBlock(theirs);
                const ours = transactions.map(({ events, ...rest }) => ({
                    ...rest,
                    actions: events && { actions: events.map((chaincodeEvent) => ({ chaincodeEvent })) },
                }));
                const encoded = deliverResponse.encode({ filteredBlock: { channelId, number, transactions: ours } });
                expect(encoded).toEqual(Buffer.from(response.serializeBinary()));
            }),
        );
    });

    it('blocks with private data', () => {
        assert(
            property(uint, privateData, (number, entries) => {
                const block = new common.Block();
                const header = new common.BlockHeader();
                header.setNumber(Number(number));
                block.setHeader(header);
                const theirs = new peer.BlockAndPrivateData();
                theirs.setBlock(block);
                // The types of google-protobuf's maps are not installed.
                const map = theirs.getPrivateDataMapMap() as Map<number, ledger.rwset.TxPvtReadWriteSet>;
                for (const { number: key, writes } of entries) map.set(Number(key), writesOf(writes.namespaces));
                const response = new peer.DeliverResponse();
                response.setBlockAndPrivateData(theirs);
                // Maps have no order of their own; fabric-protos has them in that of the numbers as texts.
                const sorted = [...entries].sort((left, right) =>
                    String(left.number) < String(right.number) ? -1 : 1,
                );
                const encoded = deliverResponse.encode({
                    blockAndPrivateData: {
                        block: Buffer.from(block.serializeBinary()),
                        privateData: new Map(sorted.map(({ number: key, writes }) => [key, writes])),
                    },
                });
                expect(encoded).toEqual(Buffer.from(response.serializeBinary()));
                const decoded = deliverResponse.decode(encoded).blockAndPrivateData;
                expect([...(decoded?.privateData.keys() ?? [])]).toEqual(sorted.map(({ number: key }) => key));
            }),
        );
    });
});

function actionsOf(
    events: readonly { readonly chaincodeId: string; readonly txId: string; readonly name: string }[],
): peer.FilteredTransactionActions {
    const actions = new peer.FilteredTransactionActions();
    for (const { chaincodeId, txId, name } of events) {
        const chaincodeEvent = new peer.ChaincodeEvent();
        chaincodeEvent.setChaincodeId(chaincodeId);
        chaincodeEvent.setTxId(txId);
        chaincodeEvent.setEventName(name);
        actions.addChaincodeActions().setChaincodeEvent(chaincodeEvent);
    }
    return actions;
}

function writesOf(
    namespaces: readonly {
        readonly namespace: string;
        readonly collections: readonly { readonly collection: string; readonly keyValueSet: Buffer }[];
    }[],
): ledger.rwset.TxPvtReadWriteSet {
    const writes = new ledger.rwset.TxPvtReadWriteSet();
    for (const { namespace, collections } of namespaces) {
        const set = writes.addNsPvtRwset();
        set.setNamespace(namespace);
        for (const { collection, keyValueSet } of collections) {
            const one = set.addCollectionPvtRwset();
            one.setCollectionName(collection);
            one.setRwset(keyValueSet);
        }
    }
    return writes;
}
