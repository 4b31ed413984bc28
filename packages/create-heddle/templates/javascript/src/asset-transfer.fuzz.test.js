const { fuzz } = require('@heddle/testing/fuzz');
const { expect, it } = require('@jest/globals');
const { Asset } = require('./asset');
const { AssetTransfer } = require('./asset-transfer');

// Calls with random values, by several clients, in blocks; what breaks a rule is written down as a test in the folder fuzz.
it('keeps its rules, whatever is called', async () => {
    await fuzz(
        { contracts: [AssetTransfer] },
        {
            invariants: {
                'each asset is found by its owner': async ({ state }) => {
                    const assets = state.of(Asset);
                    for (const asset of await assets.all()) {
                        expect(await assets.findBy('byOwner', { owner: asset.owner })).toContainEqual(asset);
                    }
                },
                'color and size of an asset never change': async ({ before, state }) => {
                    for (const { id, color, size } of await before.of(Asset).all()) {
                        expect((await state.of(Asset).get(id)) ?? { color, size }).toMatchObject({ color, size });
                    }
                },
            },
            seconds: 5,
        },
    );
}, 60_000);
