import { AssetTransfer } from './asset-transfer';

export { AssetTransfer };

/** What `heddle server` serves. */
export const contracts = [AssetTransfer];
