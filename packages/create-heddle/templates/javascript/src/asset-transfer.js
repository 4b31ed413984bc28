const { Check, Contract, Evaluate, failure, Length, Param, Returns, Transaction } = require('@heddle/contract');
const { Asset } = require('./asset');
const { AssetTransferred } = require('./asset-events');
const { decorate } = require('./decorate');

const SameOwner = failure('SAME_OWNER', { message: (owner) => `${owner} has the asset already` });

class AssetTransfer extends Contract {
    static declares = [Asset, AssetTransferred, SameOwner];

    async createAsset(ctx, asset) {
        await ctx.state(Asset).create(asset);
    }

    /** Answers the previous owner. */
    async transferAsset(ctx, id, newOwner) {
        const { owner: from } = await ctx.state(Asset).getOrThrow(id);
        if (from === newOwner) throw SameOwner(from);
        await ctx.state(Asset).update(id, { owner: newOwner });
        ctx.emit(AssetTransferred, { id, from, to: newOwner });
        return from;
    }

    async deleteAsset(ctx, id) {
        await ctx.state(Asset).delete(id);
    }

    readAsset(ctx, id) {
        return ctx.state(Asset).getOrThrow(id);
    }

    /** What an owner has. */
    assetsOf(ctx, owner) {
        return ctx.state(Asset).findBy('byOwner', { owner }).take(100);
    }
}

// What the arguments and results are, so that wrong ones are refused.
decorate(AssetTransfer, 'createAsset', Transaction(), Param('asset', Asset));
// A check of one parameter, by its place; ctx is 0.
Check(Length(1, 64))(AssetTransfer.prototype, 'transferAsset', 2);
decorate(
    AssetTransfer,
    'transferAsset',
    Transaction(),
    Returns(String),
    Param('id', String),
    Param('newOwner', String),
);
decorate(AssetTransfer, 'deleteAsset', Transaction(), Param('id', String));
decorate(AssetTransfer, 'readAsset', Evaluate(), Returns(Asset), Param('id', String));
decorate(AssetTransfer, 'assetsOf', Evaluate(), Returns([Asset]), Param('owner', String));

module.exports = { AssetTransfer };
