import type { CallTable } from '../call-table';

const LEDGER_QUERIES = `
    submit InitLedger
    submit InitLedger
    submit CreateAsset asset7 blue 35 Tom 100
    submit CreateAsset asset7 blue 35 Tom 100
    evaluate ReadAsset asset7
    evaluate ReadAsset asset9
    submit TransferAsset asset2 jerry
    submit TransferAsset asset9 jerry
    submit TransferAssetByColor blue jerry
    submit TransferAssetByColor purple jerry
    evaluate GetAssetsByRange asset1 asset4
    evaluate GetAssetsByRange '' ''
    submit GetAssetsByRange asset3 asset6
    evaluate QueryAssetsByOwner jerry
    evaluate QueryAssets {"selector":{"owner":"jerry"}}
    evaluate QueryAssets {"selector":{"docType":"asset","owner":"jerry"},"use_index":["_design/indexOwnerDoc","indexOwner"]}
    evaluate QueryAssets 'no query'
    evaluate QueryAssets {"selector":{"size":{"$gt":5}},"sort":[{"size":"desc"}]}
    evaluate GetAssetsByRangeWithPagination asset1 asset9 3 ''
    evaluate GetAssetsByRangeWithPagination asset1 asset9 3 asset4
    evaluate GetAssetsByRangeWithPagination asset1 asset9 many ''
    evaluate QueryAssetsWithPagination {"selector":{"docType":"asset"}} 2 ''
    evaluate QueryAssetsWithPagination {"selector":{"owner":"nobody"}} 2 ''
    evaluate GetAssetHistory asset7
    evaluate GetAssetHistory asset9
    submit DeleteAsset asset1
    submit DeleteAsset asset1
    evaluate AssetExists asset1
    evaluate GetAssetHistory asset1
    evaluate org.hyperledger.fabric:GetMetadata
`;

/** The samples with ranges, rich queries, pages and histories. */
export const QUERY_TABLES: readonly CallTable[] = [
    {
        folder: 'asset-transfer-ledger-queries/chaincode-javascript',
        name: 'ledger-queries-javascript',
        queries: 'couchdb',
        calls: LEDGER_QUERIES,
    },
    {
        folder: 'asset-transfer-ledger-queries/chaincode-typescript',
        name: 'ledger-queries-typescript',
        queries: 'couchdb',
        calls: LEDGER_QUERIES,
    },
];
