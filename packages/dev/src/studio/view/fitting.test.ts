import { describe, expect, it } from '@jest/globals';
import { fitting } from './fitting';

describe('fitting', () => {
    it('takes rows until they fill their bytes, as they stand in the page, and counts the others', async () => {
        const rowOf = (text: string): Promise<string> => Promise.resolve(text);
        expect(await fitting(['abc', 'def', 'ghi'], 11, rowOf)).toEqual({ rows: ['abc', 'def'], left: 1 });
        expect(await fitting(['<<<'], 19, rowOf)).toEqual({ rows: [], left: 1 });
        expect(await fitting(['<<<'], 20, rowOf)).toEqual({ rows: ['<<<'], left: 0 });
    });
});
