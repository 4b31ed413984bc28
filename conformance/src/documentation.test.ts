import { describe, expect, it } from '@jest/globals';
import { brokenLinks, linkTargets, readPage, readPages, readTopPages } from './repository/pages';

const INDEX = 'docs/README.md';
const RECORDS = 'docs/design/decisions/';

describe('the documentation', () => {
    it('has every page in its index, once; decision records have their own', () => {
        const listed = linkTargets(readPage(INDEX));
        const pages = readPages('docs')
            .map(({ path }) => path)
            .filter((path) => path !== INDEX && (!path.startsWith(RECORDS) || path === `${RECORDS}README.md`));
        expect(listed.toSorted()).toEqual(pages.toSorted());
    });

    it.each([
        ...readPages('docs'),
        ...readPages('examples'),
        ...readPages('deploy'),
        ...readPages('conformance'),
        ...readTopPages(),
    ])('$path links to pages and headings that there are', (page) => {
        expect(brokenLinks(page)).toEqual([]);
    });
});

describe('brokenLinks', () => {
    it('finds missing files and missing headings, and leaves code and other sites alone', () => {
        const text = [
            '# A title, with `code`',
            '[this](#a-title-with-code) [none](#another-title) [gone](gone.md) [deep](../README.md#nowhere)',
            '[site](https://example.com/gone.md) `[code](gone.md)`',
            '```md',
            '[block](gone.md)',
            '# No heading',
            '```',
            '[comment](#no-heading)',
        ].join('\n');
        expect(brokenLinks({ path: 'docs/page.md', text })).toEqual([
            '#another-title',
            'gone.md',
            '../README.md#nowhere',
            '#no-heading',
        ]);
    });
});
