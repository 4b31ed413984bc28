import { SYSTEM_CONTRACT } from '../metadata/contracts';

/** What answers with the metadata of all contracts, in each of Fabric's contract APIs. */
export const METADATA_FUNCTION = `${SYSTEM_CONTRACT}:GetMetadata`;
