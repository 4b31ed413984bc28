import type { CallTable } from '../call-table';

const CRUD = `
    submit org.mynamespace.crud:instantiate
    evaluate org.mynamespace.crud:getKey string
    evaluate getKey jsonkey1
    evaluate getKeysConcurrently key1 key2 key3
    evaluate getCompositeKey ann black
    evaluate getPartialCompositeKey ann
    evaluate getPartialCompositeKeyUsingAsyncIterator ann
    evaluate getKeysByRange key1 key4
    evaluate getKeysByRangeUsingAsyncIterator key1 key4
    submit putKey key1 newValue1
    submit putKey key1 newValue2
    submit putKey key1 value1
    evaluate getHistoryForKey key1
    evaluate getHistoryForKeyUsingAsyncIterator key1
    evaluate getQueryResultWithPagination
    evaluate getQueryResultWithPaginationUsingAsyncIterator
    evaluate getStateByRangeWithPagination key1 key4 2 key2
    evaluate getStateByRangeWithPagination key1 key4 3 ''
    evaluate getStateByRangeWithPaginationUsingAsyncIterator key1 key4 2 key2
    evaluate getStateByRangeWithPaginationUsingAsyncIterator key1 key4 3 ''
    evaluate getStateByPartialCompositeKey name~color ann
    evaluate getStateByPartialCompositeKey bulk-data bulk
    evaluate getStateByPartialCompositeKeyUsingAsyncIterator name~color ann
    evaluate getStateByPartialCompositeKeyUsingAsyncIterator bulk-data bulk
    evaluate getStateByPartialCompositeKeyWithPagination name~color 1
    evaluate getStateByPartialCompositeKeyWithPaginationUsingAsyncIterator name~color 1
    submit putKey newKey1 newValue1
    evaluate getKey newKey1
    submit putCompositeKey tim green newCompositeValue
    evaluate getCompositeKey tim green
    submit deleteKey key2
    evaluate getKey key2
    submit deleteCompositeKey tim green
    evaluate getCompositeKey tim green
    evaluate splitCompositeKey beth
    submit putKey
    evaluate getKey
    evaluate org.hyperledger.fabric:GetMetadata
`;

const PRIVATE_DATA = `
    submit createAsset 1 +privateValue=privateData
    evaluate readAsset 1
    submit createAsset 1 +privateValue=privateData
    submit createAsset 2
    submit updateAsset 1 +privateValue=updatedPrivateData
    submit updateAsset 9 +privateValue=updatedPrivateData
    evaluate readAsset 1
    submit privateDataContract:deleteAsset 1
    evaluate assetExists 1
    evaluate readAsset 1
    submit createAsset 4 +privateValue=privateData
    submit purgeAsset 4
    evaluate assetExists 4
`;

const ANNOTATIONS = `
    submit TestContract:createAsset GLD GOLD_BAR 100 EXTRA_ID 50
    evaluate TestContract:getAsset GLD
    submit TestContract:updateAsset {"id":"GLD","name":"GOLD_BAR","value":200,"extra":{"id":"EXTRA_ID","value":100}}
    evaluate TestContract:getAsset GLD
    submit TestContract:updateAsset {"id":"GLD","name":"GOLD_BAR","value":"much"}
    submit TestContract:createAsset GLD GOLD_BAR much EXTRA_ID 50
    evaluate getAsset none
    evaluate TestContract:ignoreMe x
    evaluate org.hyperledger.fabric:GetMetadata
`;

/**
 * The chaincodes of the reference's own tests, called as these call them. The one named `ledger` is left out: it needs
 * fabric-ledger, which is not published.
 */
export const UPSTREAM_TABLES: readonly CallTable[] = [
    { folder: 'test/chaincodes/crud', queries: 'couchdb', calls: CRUD },
    { folder: 'test/chaincodes/annotations', calls: ANNOTATIONS },
    {
        folder: 'test/chaincodes/privateData',
        collections: 'collection-config/collection.json',
        calls: PRIVATE_DATA,
    },
    {
        folder: 'test/chaincodes/clientidentity',
        calls: `
            submit org.mynamespace.clientidentity:instantiate
            Org2 evaluate org.mynamespace.clientidentity:clientIdentityInstance
            Org2 evaluate org.mynamespace.clientidentity:localMspID
        `,
    },
    {
        folder: 'test/chaincodes/crosschaincode',
        others: ['test/chaincodes/crosschaincode2'],
        calls: `
            submit org.mynamespace.crosschaincode:instantiate
            on crosschaincode2 submit org.mynamespace.crosschaincode2:instantiate
            on crosschaincode2 evaluate org.mynamespace.crosschaincode2:getKey key1
            evaluate org.mynamespace.crosschaincode:invokeChaincode getKey key1
            submit org.mynamespace.crosschaincode:invokeChaincodeError getKey
        `,
    },
    {
        folder: 'test/chaincodes/events',
        calls: `
            submit org.mynamespace.events:instantiate
            submit org.mynamespace.events:emit 'my event data'
            submit org.mynamespace.events:emit
        `,
    },
    {
        folder: 'test/chaincodes/query',
        queries: 'couchdb',
        calls: `
            submit org.mynamespace.query:instantiate
            evaluate org.mynamespace.query:query {"selector":{"value":"value0"}}
            evaluate org.mynamespace.query:query {"selector":{"value":{"$regex":"value[0-2]"}}}
        `,
    },
    {
        folder: 'test/chaincodes/scenario',
        calls: `
            submit UpdateValues:setup
            submit setNewAssetValue 42
            submit doubleAssetValue
            submit UpdateValues:getAssetValue
            submit RemoveValues:quarterAssetValue
            evaluate RemoveValues:getAssetValue
            submit RemoveValues:unknown
            evaluate org.hyperledger.fabric:GetMetadata
        `,
    },
    {
        folder: 'test/chaincodes/server',
        calls: `
            submit putValue 42
            evaluate getValue
            evaluate org.mynamespace.server:nothing
        `,
    },
];
