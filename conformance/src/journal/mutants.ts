/** A change of one place of a file, as a slip of the hand makes it. */
export interface Mutant {
    readonly file: 'asset-transfer.js' | 'auction-house.js';
    readonly from: string;
    readonly to: string;
    /** What a replay has to name, of the function that it names it of. */
    readonly found: string;
}

function assets(from: string, to: string, found: string): Mutant {
    return { file: 'asset-transfer.js', from, to, found };
}

function auctions(from: string, to: string, found: string): Mutant {
    return { file: 'auction-house.js', from, to, found };
}

/** Twenty of them, in the examples as they are built. */
export const MUTANTS: readonly Mutant[] = [
    assets('owner: asset.owner });', 'owner: asset.color });', 'createAsset: event AssetCreated, owner'),
    assets(
        '.update(id, fields)',
        '.update(id, { ...fields, size: fields.size + 1 })',
        'updateAsset: write of asset(a1), size',
    ),
    assets('{ owner: newOwner }', '{ owner: from }', 'transferAsset: write of asset(a1), owner'),
    assets(
        '{ id, from, to: newOwner }',
        '{ id, from: newOwner, to: newOwner }',
        'transferAsset: event AssetTransferred, from',
    ),
    assets('return from;', 'return newOwner;', 'transferAsset: result'),
    assets('await ctx.state(asset_1.Asset).delete(id);', '', 'deleteAsset: delete of asset(a2)'),
    assets(
        'return ctx.state(asset_1.Asset).getOrThrow(id);',
        'return ctx.state(asset_1.Asset).getOrThrow(id).then((asset) => Object.assign(asset, { size: -asset.size }));',
        'readAsset: result, size',
    ),
    assets(
        '.page(pageSize, bookmark);',
        '.page(pageSize, bookmark).then((page) => ({ ...page, rows: page.rows.reverse() }));',
        'listAssets: result, rows[0].id',
    ),
    assets('.take(1000)', '.take(1)', 'assetsOf: result, [1].id'),
    assets('versions.push(', 'versions.unshift(', 'assetHistory: result, [0].asset.owner'),
    auctions('if (await ctx.stub.exists(id))', 'if (false)', 'open: status'),
    auctions('closes <= ctx.stub', 'closes > ctx.stub', 'open: status'),
    auctions('getMSPID();', 'getMSPID().toLowerCase();', 'open: write of lot, seller'),
    auctions('amount <= best', 'amount < best', 'bid: status'),
    auctions('BidTooLow)({ amount, best })', 'BidTooLow)({ amount: best, best })', 'bid: result, details.amount'),
    auctions('?? 0) + 1)', '?? 0) + 2)', 'bid: write of lot, bidders.ann'),
    auctions('{ id, amount });', '{ id, amount: best });', 'bid: event BidPlaced, amount'),
    auctions('return amount - best;', 'return best - amount;', 'bid: result'),
    auctions('putState(auction.id,', 'putState(`${auction.id}!`,', 'bid: write of lot!'),
    auctions(
        'ctx.serialize(auction));',
        'JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(String(ctx.serialize(auction)))).reverse())));',
        'bid: write of lot, order',
    ),
];
