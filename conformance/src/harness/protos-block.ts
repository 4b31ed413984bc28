import type { ReadBlock, ReadTransaction } from '@heddle/local-peer';
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';

/** What is compared of a block that two codecs have decoded: bytes as hexadecimal, numbers as text. */
export interface PlainBlock {
    readonly number: string;
    readonly previousHash: string;
    readonly dataHash: string;
    readonly transactions: readonly PlainTransaction[];
}

type PlainTransaction = Readonly<Record<string, unknown>>;

/** By the protobuf library that comes with Fabric's client, and nothing of Heddle. */
export function decodeByProtos(block: common.Block): PlainBlock {
    const header = block.getHeader();
    const [, , filter = new Uint8Array()] = block.getMetadata()?.getMetadataList_asU8() ?? [];
    return {
        number: String(header?.getNumber()),
        previousHash: hex(header?.getPreviousHash_asU8()),
        dataHash: hex(header?.getDataHash_asU8()),
        transactions: (block.getData()?.getDataList_asU8() ?? []).map((data, index) => ({
            code: codeName(filter[index]),
            ...transactionOf(
                common.Payload.deserializeBinary(common.Envelope.deserializeBinary(data).getPayload_asU8()),
            ),
        })),
    };
}

/** As the page has it. */
export function plainBlockOf({ number, previousHash, dataHash, transactions }: ReadBlock): PlainBlock {
    return {
        number: String(number),
        previousHash: hex(previousHash),
        dataHash: hex(dataHash),
        transactions: transactions.map((one) => ({ code: one.status, ...plainTransactionOf(one) })),
    };
}

function plainTransactionOf(one: ReadTransaction): PlainTransaction {
    if (one.txId === '') return {};
    return {
        txId: one.txId,
        time: one.time.getTime(),
        creator: one.creator.mspId,
        chaincode: one.chaincode,
        args: one.args.map(hex),
        status: one.response?.status,
        payload: hex(one.response?.payload),
        event: one.event && [one.event.name, hex(one.event.payload)],
        endorsedBy: one.endorsedBy,
        sets: one.readWriteSet.map((set) => ({
            namespace: set.namespace,
            reads: set.reads.map(({ key, version }) => [key, version && `${version.blockNumber}.${version.txNumber}`]),
            ranges: set.ranges.map(({ startKey, endKey, exhausted }) => [startKey, endKey, exhausted]),
            writes: set.writes.map(({ key, isDelete, value }) => [key, isDelete, hex(value)]),
            metadata: set.metadataWrites.map(({ key }) => key),
            collections: set.collections.map(({ name, writes }) => [
                name,
                ...writes.map(({ keyHash, isDelete, valueHash }) => [hex(keyHash), isDelete, hex(valueHash)]),
            ]),
        })),
    };
}

function transactionOf(payload: common.Payload): PlainTransaction {
    const header = payload.getHeader();
    const channel = common.ChannelHeader.deserializeBinary(given(header?.getChannelHeader_asU8()));
    if (channel.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return {};
    const signature = common.SignatureHeader.deserializeBinary(given(header?.getSignatureHeader_asU8()));
    const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
    const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(given(action?.getPayload_asU8()));
    // The types of google-protobuf are not installed.
    const timestamp = channel.getTimestamp() as { toDate(): Date } | undefined;
    return {
        txId: channel.getTxId(),
        time: timestamp?.toDate().getTime(),
        creator: mspIdOf(signature.getCreator_asU8()),
        ...invocationOf(actionPayload.getChaincodeProposalPayload_asU8()),
        ...endorsedOf(actionPayload.getAction()),
    };
}

function endorsedOf(action: peer.ChaincodeEndorsedAction | undefined): PlainTransaction {
    const response = peer.ProposalResponsePayload.deserializeBinary(given(action?.getProposalResponsePayload_asU8()));
    return {
        ...resultOf(peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())),
        endorsedBy: (action?.getEndorsementsList() ?? []).map((one) => mspIdOf(one.getEndorser_asU8())),
    };
}

function given(bytes: Uint8Array | undefined): Uint8Array {
    return bytes ?? new Uint8Array();
}

function invocationOf(encoded: Uint8Array): { chaincode: string | undefined; args: string[] } {
    const input = peer.ChaincodeProposalPayload.deserializeBinary(encoded).getInput_asU8();
    const spec = peer.ChaincodeInvocationSpec.deserializeBinary(input).getChaincodeSpec();
    return {
        chaincode: spec?.getChaincodeId()?.getName(),
        args: (spec?.getInput()?.getArgsList_asU8() ?? []).map(hex),
    };
}

function resultOf(action: peer.ChaincodeAction): PlainTransaction {
    const events = action.getEvents_asU8();
    const event = peer.ChaincodeEvent.deserializeBinary(events);
    return {
        status: action.getResponse()?.getStatus(),
        payload: hex(action.getResponse()?.getPayload_asU8()),
        event: events.length === 0 ? undefined : [event.getEventName(), hex(event.getPayload_asU8())],
        sets: ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8()).getNsRwsetList().map(setOf),
    };
}

function setOf(namespace: ledger.rwset.NsReadWriteSet): PlainTransaction {
    const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8());
    return {
        namespace: namespace.getNamespace(),
        reads: set.getReadsList().map((read) => {
            const version = read.getVersion();
            return [read.getKey(), version && `${version.getBlockNum()}.${version.getTxNum()}`];
        }),
        ranges: set
            .getRangeQueriesInfoList()
            .map((range) => [range.getStartKey(), range.getEndKey(), range.getItrExhausted()]),
        writes: set.getWritesList().map((one) => [one.getKey(), one.getIsDelete(), hex(one.getValue_asU8())]),
        metadata: set.getMetadataWritesList().map((one) => one.getKey()),
        collections: namespace.getCollectionHashedRwsetList().map((collection) => [
            collection.getCollectionName(),
            ...ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8())
                .getHashedWritesList()
                .map((one) => [hex(one.getKeyHash_asU8()), one.getIsDelete(), hex(one.getValueHash_asU8())]),
        ]),
    };
}

function mspIdOf(identity: Uint8Array): string {
    return msp.SerializedIdentity.deserializeBinary(identity).getMspid();
}

function codeName(code: number | undefined): string | undefined {
    return Object.entries(peer.TxValidationCode).find(([, value]) => value === code)?.[0];
}

function hex(bytes: Uint8Array | undefined): string {
    return Buffer.from(bytes ?? []).toString('hex');
}
