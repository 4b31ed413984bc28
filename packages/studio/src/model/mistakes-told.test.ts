import { describe, expect, it } from '@jest/globals';
import { mistakesTold } from './mistakes-told';

describe('what a contract says of arguments', () => {
    it('has a line for each mistake, with its path', () => {
        const message = 'VALIDATION_FAILED: asset.color must be one of red, green; asset.tags[0] should not be empty';
        const told = [
            { path: 'asset.color', line: 'asset.color must be one of red, green' },
            { path: 'asset.tags[0]', line: 'asset.tags[0] should not be empty' },
        ];
        expect(mistakesTold(message)).toEqual(told);
        expect(mistakesTold(`400 ${message}`)).toEqual(told);
    });

    it.each(['ASSET_EXISTS: a1 exists; choose another id', '', '500 boom'])('is one line else: %s', (message) => {
        expect(mistakesTold(message)).toEqual([{ line: message }]);
    });
});
