import type { CallTable } from '../call-table';

const asset = (id: string, value: number): string =>
    `+asset_properties={"objectType":"asset","assetID":"${id}","color":"green","size":20,"appraisedValue":${value}}`;

const PRIVATE_DATA = `
    submit CreateAsset ${asset('asset1', 100)}
    submit CreateAsset ${asset('asset1', 100)}
    submit CreateAsset ${asset('asset2', 0)}
    submit CreateAsset ${asset('asset3', 300)}
    submit CreateAsset
    submit CreateAsset +asset_properties={}
    submit CreateAsset +asset_properties=nothing
    evaluate ReadAsset asset1
    evaluate ReadAsset asset9
    Org2 evaluate ReadAsset asset1
    evaluate ReadAssetPrivateDetails Org1MSPPrivateCollection asset1
    Org2 evaluate ReadAssetPrivateDetails Org1MSPPrivateCollection asset1
    evaluate ReadAssetPrivateDetails nowhere asset1
    evaluate GetAssetByRange asset1 asset9
    submit TransferAsset +asset_owner={"assetID":"asset1","buyerMSP":"Org2MSP"}
    evaluate ReadTransferAgreement asset1
    Org2 submit AgreeToTransfer +asset_value={"assetID":"asset1","appraisedValue":100}
    Org2 submit AgreeToTransfer +asset_value={"assetID":"asset9","appraisedValue":100}
    evaluate ReadTransferAgreement asset1
    Org2 evaluate ReadAssetPrivateDetails Org2MSPPrivateCollection asset1
    Org2 submit TransferAsset +asset_owner={"assetID":"asset1","buyerMSP":"Org2MSP"}
    submit TransferAsset +asset_owner={"assetID":"asset1","buyerMSP":"Org2MSP"}
    evaluate ReadAsset asset1
    submit DeleteAsset +asset_delete={"assetID":"asset1"}
    Org2 submit DeleteAsset +asset_delete={"assetID":"asset1"}
    submit PurgeAsset +asset_purge={"assetID":"asset3"}
    submit DeleteTransferAgreement +agreement_delete={"assetID":"asset3"}
    submit DeleteTransferAgreement +asset_delete={"assetID":"asset3"}
    evaluate GetAssetByRange '' ''
    evaluate org.hyperledger.fabric:GetMetadata
`;

/** The sample with collections of private data. */
export const PRIVATE_DATA_TABLES: readonly CallTable[] = [
    {
        folder: 'asset-transfer-private-data/chaincode-typescript',
        name: 'private-data',
        collections: 'collections_config.json',
        calls: PRIVATE_DATA,
    },
];
