import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import { decodeMessage, encodeMessage } from '../message';
import * as payloads from '../payloads';
import { proposalParts } from '../proposal';
import * as pages from '../query-page';
import { type RequestName, requests } from '../requests';
import { timestamp } from '../timestamp';
import {
    bytes,
    bytesByName,
    bytesList,
    embedded,
    encoded,
    flag,
    int32,
    long,
    type MessageClass,
    messages,
    type Shape,
    shape,
    text,
    texts,
    uint32,
} from './fabric-shape';

/** Every message of this package, beside its class in fabric-protos. */

// google-protobuf is fabric-protos' dependency and not ours, so its class is asked of a message that has a timestamp.
const time: unknown = peer.ChaincodeMessage.deserializeBinary(Uint8Array.of(0x12, 0)).getTimestamp();
const timestampClass = (time as { constructor: unknown }).constructor as MessageClass;

const timestampShape = shape(timestamp, timestampClass, { seconds: long('Seconds'), nanos: int32('Nanos') });

const stateMetadata = shape(payloads.stateMetadata, peer.StateMetadata, {
    metakey: text('Metakey'),
    value: bytes('Value'),
});
const chaincodeId = shape(payloads.chaincodeId, peer.ChaincodeID, {
    path: text('Path'),
    name: text('Name'),
    version: text('Version'),
});
const chaincodeInput = shape(payloads.chaincodeInput, peer.ChaincodeInput, {
    args: bytesList('Args'),
    decorations: bytesByName('Decorations'),
    isInit: flag('IsInit'),
});
const chaincodeEvent = shape(payloads.chaincodeEvent, peer.ChaincodeEvent, {
    chaincodeId: text('ChaincodeId'),
    txId: text('TxId'),
    name: text('EventName'),
    payload: bytes('Payload'),
});
const writeRecord = shape(payloads.writeRecord, peer.WriteRecord, {
    key: text('Key'),
    value: bytes('Value'),
    collection: text('Collection'),
    metadata: embedded('Metadata', stateMetadata),
    type: int32('Type'),
});
const signedProposal = shape(proposalParts.signedProposal, peer.SignedProposal, {
    proposal: bytes('ProposalBytes'),
    signature: bytes('Signature'),
});
const message = shape({ encode: encodeMessage, decode: decodeMessage }, peer.ChaincodeMessage, {
    type: int32('Type'),
    timestamp: embedded('Timestamp', timestampShape),
    payload: bytes('Payload'),
    txId: text('Txid'),
    proposal: encoded('Proposal', signedProposal, peer.SignedProposal),
    event: encoded('ChaincodeEvent', chaincodeEvent, peer.ChaincodeEvent),
    channelId: text('ChannelId'),
});

/** The messages that are not requests. */
const messageShapes: Readonly<Record<string, Shape>> = {
    ChaincodeMessage: message,
    ChaincodeID: chaincodeId,
    ChaincodeInput: chaincodeInput,
    ChaincodeEvent: chaincodeEvent,
    StateMetadata: stateMetadata,
    WriteRecord: writeRecord,
    Timestamp: timestampShape,
    ChaincodeAdditionalParams: shape(payloads.chaincodeAdditionalParams, peer.ChaincodeAdditionalParams, {
        useWriteBatch: flag('UseWriteBatch'),
        maxSizeWriteBatch: uint32('MaxSizeWriteBatch'),
        useGetMultipleKeys: flag('UseGetMultipleKeys'),
        maxSizeGetMultipleKeys: uint32('MaxSizeGetMultipleKeys'),
    }),
    Response: shape(payloads.response, peer.Response, {
        status: int32('Status'),
        message: text('Message'),
        payload: bytes('Payload'),
    }),
    QueryMetadata: shape(pages.pageRequest, peer.QueryMetadata, {
        pageSize: int32('Pagesize'),
        bookmark: text('Bookmark'),
    }),
    QueryResponseMetadata: shape(pages.pageMetadata, peer.QueryResponseMetadata, {
        fetchedRecordsCount: int32('FetchedRecordsCount'),
        bookmark: text('Bookmark'),
    }),
    KV: shape(pages.keyValue, ledger.queryresult.KV, {
        namespace: text('Namespace'),
        key: text('Key'),
        value: bytes('Value'),
    }),
    KeyModification: shape(pages.keyModification, ledger.queryresult.KeyModification, {
        txId: text('TxId'),
        value: bytes('Value'),
        timestamp: embedded('Timestamp', timestampShape),
        isDelete: flag('IsDelete'),
    }),
    SignedProposal: signedProposal,
    Proposal: shape(proposalParts.proposal, peer.Proposal, {
        header: bytes('Header'),
        payload: bytes('Payload'),
        extension: bytes('Extension', 'setExtension$'),
    }),
    Header: shape(proposalParts.header, common.Header, {
        channelHeader: bytes('ChannelHeader'),
        signatureHeader: bytes('SignatureHeader'),
    }),
    ChannelHeader: shape(proposalParts.channelHeader, common.ChannelHeader, {
        type: int32('Type'),
        version: int32('Version'),
        timestamp: embedded('Timestamp', timestampShape),
        channelId: text('ChannelId'),
        txId: text('TxId'),
        epoch: long('Epoch', 0),
        extension: bytes('Extension', 'setExtension$'),
        tlsCertHash: bytes('TlsCertHash'),
    }),
    SignatureHeader: shape(proposalParts.signatureHeader, common.SignatureHeader, {
        creator: bytes('Creator'),
        nonce: bytes('Nonce'),
    }),
    ChaincodeProposalPayload: shape(proposalParts.proposalPayload, peer.ChaincodeProposalPayload, {
        input: bytes('Input'),
        transient: bytesByName('Transientmap'),
    }),
    SerializedIdentity: shape(proposalParts.serializedIdentity, msp.SerializedIdentity, {
        mspId: text('Mspid'),
        idBytes: bytes('IdBytes'),
    }),
};

const keyAndCollection = { key: text('Key'), collection: text('Collection') };

/** What each request says. */
const queryShapes: Readonly<Record<RequestName, Shape>> = {
    getState: shape(requests.getState.query, peer.GetState, keyAndCollection),
    putState: shape(requests.putState.query, peer.PutState, {
        key: text('Key'),
        value: bytes('Value'),
        collection: text('Collection'),
    }),
    deleteState: shape(requests.deleteState.query, peer.DelState, keyAndCollection),
    invokeChaincode: shape(requests.invokeChaincode.query, peer.ChaincodeSpec, {
        type: int32('Type'),
        chaincodeId: embedded('ChaincodeId', chaincodeId),
        input: embedded('Input', chaincodeInput),
        timeout: int32('Timeout'),
    }),
    getStateByRange: shape(requests.getStateByRange.query, peer.GetStateByRange, {
        startKey: text('Startkey'),
        endKey: text('Endkey'),
        collection: text('Collection'),
        metadata: bytes('Metadata'),
    }),
    getQueryResult: shape(requests.getQueryResult.query, peer.GetQueryResult, {
        query: text('Query'),
        collection: text('Collection'),
        metadata: bytes('Metadata'),
    }),
    queryStateNext: shape(requests.queryStateNext.query, peer.QueryStateNext, { id: text('Id') }),
    queryStateClose: shape(requests.queryStateClose.query, peer.QueryStateClose, { id: text('Id') }),
    getHistoryForKey: shape(requests.getHistoryForKey.query, peer.GetHistoryForKey, { key: text('Key') }),
    getStateMetadata: shape(requests.getStateMetadata.query, peer.GetStateMetadata, keyAndCollection),
    putStateMetadata: shape(requests.putStateMetadata.query, peer.PutStateMetadata, {
        ...keyAndCollection,
        metadata: embedded('Metadata', stateMetadata),
    }),
    getPrivateDataHash: shape(requests.getPrivateDataHash.query, peer.GetState, keyAndCollection),
    purgePrivateData: shape(requests.purgePrivateData.query, peer.PurgePrivateState, keyAndCollection),
    writeBatchState: shape(requests.writeBatchState.query, peer.WriteBatchState, {
        records: messages('Rec', writeRecord),
    }),
    getStateMultiple: shape(requests.getStateMultiple.query, peer.GetStateMultiple, {
        keys: texts('Keys'),
        collection: text('Collection'),
    }),
};

const queryPage = shape(requests.getStateByRange.reply, peer.QueryResponse, {
    results: messages('Results', shape(pages.encodedRow, peer.QueryResultBytes, { resultBytes: bytes('Resultbytes') })),
    hasMore: flag('HasMore'),
    id: text('Id'),
    metadata: bytes('Metadata'),
});

/** What a RESPONSE to each request holds, where that is a message. */
export const replyShapes: Readonly<Record<RequestName, Shape | 'bytes' | 'nothing'>> = {
    getState: 'bytes',
    putState: 'nothing',
    deleteState: 'nothing',
    invokeChaincode: message,
    getStateByRange: queryPage,
    getQueryResult: queryPage,
    queryStateNext: queryPage,
    queryStateClose: queryPage,
    getHistoryForKey: queryPage,
    getStateMetadata: shape(requests.getStateMetadata.reply, peer.StateMetadataResult, {
        entries: messages('Entries', stateMetadata),
    }),
    putStateMetadata: 'nothing',
    getPrivateDataHash: 'bytes',
    purgePrivateData: 'nothing',
    writeBatchState: 'nothing',
    getStateMultiple: shape(requests.getStateMultiple.reply, peer.GetStateMultipleResult, {
        values: bytesList('Values'),
    }),
};

/** All of them, each with the name that it has in a test's title. */
export const shapes: readonly (readonly [string, Shape])[] = [
    ...Object.entries(messageShapes),
    ...Object.entries(queryShapes).map(([name, query]) => [`the query of ${name}`, query] as const),
    ...Object.entries(replyShapes).flatMap(([name, reply]) =>
        typeof reply === 'string' ? [] : [[`the reply to ${name}`, reply] as const],
    ),
];
