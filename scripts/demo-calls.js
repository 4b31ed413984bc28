// The calls of the demonstration, and how each must end.

const asset = (fields) =>
    JSON.stringify({ id: 'asset1', color: 'blue', size: 5, owner: 'Tomoko', appraisedValue: 300, ...fields });

const calls = [
    { verb: 'submit', name: 'createAsset', args: [asset()], expected: { outcome: 'VALID', result: /^$/ } },
    {
        verb: 'submit',
        name: 'createAsset',
        args: [asset({ id: 'asset2', color: 'red' })],
        expected: { outcome: 'VALID', result: /^$/ },
    },
    { verb: 'evaluate', name: 'readAsset', args: ['asset1'], expected: { outcome: '200', result: /"owner":"Tomoko"/ } },
    {
        verb: 'submit',
        name: 'createAsset',
        args: [asset({ id: 'asset3', color: 'mauve', size: -5 })],
        expected: { outcome: '400', result: /asset\.color.*asset\.size/s },
    },
    { verb: 'submit', name: 'createAsset', args: [asset()], expected: { outcome: '409', result: /^ASSET_EXISTS/ } },
    {
        verb: 'submit',
        name: 'transferAsset',
        args: ['asset1', 'Brad'],
        expected: { outcome: 'VALID', result: /^Tomoko$/ },
    },
    { verb: 'evaluate', name: 'listAssets', args: ['1'], expected: { outcome: '200', result: /"next":"\w+"/ } },
    { verb: 'evaluate', name: 'assetHistory', args: ['asset1'], expected: { outcome: '200', result: /Brad.*Tomoko/s } },
    { verb: 'submit', name: 'deleteAsset', args: ['asset2'], expected: { outcome: 'VALID', result: /^$/ } },
    { verb: 'evaluate', name: 'readAsset', args: ['asset2'], expected: { outcome: '404', result: /^ASSET_NOT_FOUND/ } },
];

module.exports = { calls };
