import type { CallTable } from '../call-table';

const FUNGIBLE = `
    evaluate TokenName
    submit Initialize some_token tok 2
    submit Initialize some_token tok 2
    Org2 submit Initialize some_token tok 2
    evaluate TokenName
    evaluate Symbol
    evaluate Decimals
    submit Mint 5000
    submit Mint -1
    Org2 submit Mint 10
    evaluate TotalSupply
    evaluate ClientAccountID
    Org2 evaluate ClientAccountID
    evaluate ClientAccountBalance
    Org2 evaluate ClientAccountBalance
    submit Transfer <Org2> 100
    submit Transfer <Org1> 100
    submit Transfer <Org2> 100000
    evaluate BalanceOf <Org2>
    evaluate BalanceOf nobody
    submit Approve <Org2> 500
    evaluate Allowance <Org1> <Org2>
    evaluate Allowance <Org2> <Org1>
    Org2 submit TransferFrom <Org1> <Org2> 200
    Org2 submit TransferFrom <Org1> <Org2> 1000
    submit TransferFrom <Org2> <Org1> 1
    submit Burn 100
    Org2 submit Burn 100
    evaluate TotalSupply
    evaluate org.hyperledger.fabric:GetMetadata
`;

const NON_FUNGIBLE = `
    submit MintWithTokenURI 101 https://example.com/nft101.json
    submit Initialize some_nft nft
    submit Initialize some_nft nft
    evaluate Name
    evaluate Symbol
    submit MintWithTokenURI 101 https://example.com/nft101.json
    submit MintWithTokenURI 101 https://example.com/nft101.json
    submit MintWithTokenURI xyz https://example.com/nft.json
    Org2 submit MintWithTokenURI 102 https://example.com/nft102.json
    submit MintWithTokenURI 103 https://example.com/nft103.json
    evaluate TotalSupply
    evaluate BalanceOf <Org1>
    evaluate ClientAccountBalance
    evaluate ClientAccountID
    evaluate OwnerOf 101
    evaluate OwnerOf 999
    evaluate TokenURI 101
    submit Approve <Org2> 101
    Org2 submit Approve <Org2> 103
    evaluate GetApproved 101
    submit SetApprovalForAll <Org2> true
    evaluate IsApprovedForAll <Org1> <Org2>
    evaluate IsApprovedForAll <Org2> <Org1>
    Org2 submit TransferFrom <Org1> <Org2> 101
    Org2 submit TransferFrom <Org1> <Org2> 101
    evaluate OwnerOf 101
    submit Burn 101
    submit Burn 103
    evaluate TotalSupply
    evaluate org.hyperledger.fabric:GetMetadata
`;

/** The samples of tokens. */
export const TOKEN_TABLES: readonly CallTable[] = [
    { folder: 'token-erc-20/chaincode-javascript', name: 'erc-20', calls: FUNGIBLE },
    { folder: 'token-erc-721/chaincode-javascript', name: 'erc-721', calls: NON_FUNGIBLE },
];
