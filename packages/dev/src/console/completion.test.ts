import { createCompositeKey } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { complete, type CompletionSource } from './completion';

const KEYS = ['a1', 'b2', createCompositeKey('color', ['red', 'a3']), createCompositeKey('color', ['blue', 'b4'])];

const source: CompletionSource = {
    functions: () => Promise.resolve(['createAsset', 'readAsset', 'readAll']),
    keys: (ranges) =>
        Promise.resolve(
            KEYS.filter((key) =>
                ranges.some(({ startKey, endKey }) => key >= startKey && (endKey === '' || key < endKey)),
            ),
        ),
    snapshots: () => Promise.resolve(['start', 'funded']),
    users: () => ['minter', 'User1'],
};

describe('what a line of the console can go on with', () => {
    it.each([
        ['sn', ['snapshot', 'snapshots'], 'sn'],
        ['evaluate read', ['readAll', 'readAsset'], 'read'],
        ['submit transfer a', ['a1', 'a3'], 'a'],
        ['state ', ['get', 'history', 'ls'], ''],
        ['state get ', ['a1', 'b2', 'color'], ''],
        ['state get color ', ['blue', 'red'], ''],
        ['state ls color red ', ['a3'], ''],
        ['revert f', ['funded'], 'f'],
        ['as m', ['minter'], 'm'],
        ['submit x --as ', ['User1', 'minter'], ''],
        ['exit ', [], ''],
    ])('%s', async (line, words, typed) => {
        expect(await complete(line, source)).toEqual([words, typed]);
    });
});
