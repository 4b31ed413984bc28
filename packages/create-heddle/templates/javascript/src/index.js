const { AssetTransfer } = require('./asset-transfer');

module.exports = {
    AssetTransfer,
    /** What `heddle server` serves. */
    contracts: [AssetTransfer],
};
