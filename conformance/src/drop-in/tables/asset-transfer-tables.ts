import type { CallTable } from '../call-table';

/** What the basic sample does in both languages: each function, on assets that are there and on some that are not. */
const BASIC = `
    evaluate GetAllAssets
    submit InitLedger
    evaluate GetAllAssets
    submit CreateAsset asset7 mauve 5 'Jin Soo' 1300
    submit CreateAsset asset7 mauve 5 'Jin Soo' 1300
    Org2 submit CreateAsset asset8 '' 0x10 'Zoë \\u2713 ✓' -1.5e3
    evaluate ReadAsset asset8
    evaluate ReadAsset asset7
    evaluate ReadAsset asset99
    evaluate AssetExists asset7
    evaluate AssetExists asset99
    submit UpdateAsset asset7 red 6 Tomoko 1400
    submit UpdateAsset asset99 red 6 Tomoko 1400
    submit TransferAsset asset7 Adriana
    submit TransferAsset asset99 Adriana
    submit ReadAsset asset7
    submit DeleteAsset asset7
    submit DeleteAsset asset7
    evaluate AssetExists asset7
    evaluate GetAllAssets
    evaluate Unknown
    evaluate nobody:ReadAsset asset1
    evaluate ReadAsset
    evaluate ReadAsset asset1 asset2
    submit CreateAsset asset9 blue five Tom 1
    submit CreateAsset asset10 blue '' Tom ''
    evaluate ReadAsset asset10
    submit
    evaluate org.hyperledger.fabric:GetMetadata
`;

const EVENTS = `
    submit CreateAsset asset1 blue 5 Sam 100
    evaluate ReadAsset asset1
    submit CreateAsset asset2 red 6 Sam 200 +asset_properties={"Price":110,"salt":"a"}
    evaluate ReadAsset asset2
    Org2 evaluate ReadAsset asset2
    submit TransferAsset asset1 Mary
    submit TransferAsset asset2 Mary +asset_properties={"Price":120}
    evaluate ReadAsset asset2
    submit UpdateAsset asset1 green 7 Tom 300
    submit UpdateAsset asset2 green 7 Tom 300 +asset_properties={"Price":130}
    submit UpdateAsset asset9 green 7 Tom 300
    submit DeleteAsset asset1
    submit DeleteAsset asset2
    submit DeleteAsset asset2
    evaluate ReadAsset asset2
    submit TransferAsset asset9 Mary
    evaluate AssetTransferEvents:ReadAsset asset1
    evaluate org.hyperledger.fabric:GetMetadata
`;

const KEY_POLICIES = `
    submit CreateAsset asset1 100 Sam
    submit CreateAsset asset1 100 Sam
    evaluate ReadAsset asset1
    submit UpdateAsset asset1 200
    Org2 submit CreateAsset asset2 300 Mary
    submit TransferAsset asset1 Mary Org2MSP
    Org2 submit UpdateAsset asset1 250
    submit UpdateAsset asset1 260
    evaluate ReadAsset asset1
    submit UpdateAsset asset1 many
    submit TransferAsset asset2 Tom ''
    submit DeleteAsset asset1
    submit DeleteAsset asset1
    evaluate ReadAsset asset1
    evaluate AssetExists asset2
    evaluate org.hyperledger.fabric:GetMetadata
`;

const GUIDE = `
    submit CreateAsset {"ID":"asset1","Color":"red","Size":5,"AppraisedValue":300}
    submit CreateAsset {"ID":"asset1","Color":"red"}
    submit CreateAsset {"ID":"asset2","Color":"blue","Owner":"Tom","Size":1,"AppraisedValue":2}
    submit CreateAsset {"Color":"blue"}
    submit CreateAsset {"ID":"asset3","Extra":true}
    submit CreateAsset {"ID":7,"Size":"big"}
    submit CreateAsset 'no JSON'
    submit CreateAsset
    evaluate ReadAsset asset1
    evaluate ReadAsset asset9
    submit UpdateAsset {"ID":"asset1","Color":"green"}
    submit UpdateAsset {"ID":"asset9","Color":"green"}
    submit UpdateAsset {}
    Org2 submit UpdateAsset {"ID":"asset1","Color":"black"}
    Org2 submit DeleteAsset asset1
    Org2 submit TransferAsset asset1 Mary Org2MSP
    submit TransferAsset asset1 Mary Org2MSP
    evaluate ReadAsset asset1
    evaluate GetAllAssets
    evaluate AssetExists asset1
    submit DeleteAsset asset2
    submit DeleteAsset asset2
    evaluate org.hyperledger.fabric:GetMetadata
`;

/** The samples that transfer assets, in both languages. */
export const ASSET_TRANSFER_TABLES: readonly CallTable[] = [
    { folder: 'asset-transfer-basic/chaincode-javascript', name: 'basic-javascript', calls: BASIC },
    { folder: 'asset-transfer-basic/chaincode-typescript', name: 'basic-typescript', calls: BASIC },
    { folder: 'asset-transfer-events/chaincode-javascript', name: 'events', calls: EVENTS },
    { folder: 'asset-transfer-sbe/chaincode-typescript', name: 'sbe', calls: KEY_POLICIES },
    {
        folder: 'full-stack-asset-transfer-guide/contracts/asset-transfer-typescript',
        name: 'full-stack',
        calls: GUIDE,
    },
];
