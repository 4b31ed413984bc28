import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { readPage } from './page-files';

/** Of script and style together, compressed. */
const MOST_BYTES = 80_000;

it('studio promise 1: the page is small', () => {
    const files = readPage() ?? [];
    const code = files.filter(({ type }) => /javascript|css/.test(type));
    expect(code).toHaveLength(2);
    const sizes = code.map(({ content }) => gzipSync(content, { level: 9 }).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_BYTES);
});
