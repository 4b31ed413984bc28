/** What answers with the metadata of all contracts, in each of Fabric's contract APIs. */
export const METADATA_FUNCTION = 'org.hyperledger.fabric:GetMetadata';
