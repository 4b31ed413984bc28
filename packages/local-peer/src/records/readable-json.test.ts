import { describe, expect, it } from '@jest/globals';
import { readableJson } from './readable-json';

describe('readableJson', () => {
    it.each<[value: unknown, json: string]>([
        [{ key: 'a', value: Buffer.from('b') }, '{"key":"a","value":"62"}'],
        [{ blockNumber: 7n, txNumber: 0n }, '{"blockNumber":7,"txNumber":0}'],
        [[9007199254740993n, 9007199254740992n], '["9007199254740993","9007199254740992"]'],
        ['does not exist', '"does not exist"'],
    ])('writes bytes and numbers of blocks so that one can read them', (value, json) => {
        expect(readableJson(value).toString()).toBe(json);
    });
});
