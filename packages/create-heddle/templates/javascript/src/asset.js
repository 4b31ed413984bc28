const { entity, IsIn, IsInt, IsPositive, IsString, Length } = require('@heddle/contract');
const { decorate } = require('./decorate');

/** A row of the ledger, under the asset's id. */
class Asset {
    static entity = entity('asset', { key: 'id', indexes: { byOwner: ['owner'] } });
}

decorate(Asset, 'id', IsString(), Length(1, 64));
decorate(Asset, 'color', IsIn(['red', 'green', 'blue']));
decorate(Asset, 'size', IsInt(), IsPositive());
decorate(Asset, 'owner', IsString(), Length(1, 64));

module.exports = { Asset };
