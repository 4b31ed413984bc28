import { describe, expect, it } from '@jest/globals';
import { cellsOf } from './markdown-blocks';
import { readPages } from './pages';
import { renderPage } from './render-page';

function rendered(markdown: string, width = 40): string[] {
    return renderPage(markdown, { width, heading: (text) => `<${text}>` })
        .trimEnd()
        .split('\n');
}

describe('a page at a terminal', () => {
    it('has headings, and paragraphs in lines of its width', () => {
        const page = '# A title\n\nwords that go on for longer than a line\nof this terminal has\nroom\n\nnext';
        expect(rendered(page)).toEqual([
            '<A title>',
            '',
            'words that go on for longer than a line',
            'of this terminal has room',
            '',
            'next',
        ]);
    });

    it('has lists whose lines stand below each other', () => {
        const page = '- one item that is longer than\n  a line of this terminal\n- two\n    - below\n\n10. ten';
        expect(rendered(page)).toEqual([
            '- one item that is longer than a line of',
            '  this terminal',
            '- two',
            '    - below',
            '10. ten',
        ]);
    });

    it('has code as it is, whatever it looks like and however long it is', () => {
        const code = ['# no heading', '- no item', `| ${'no cell '.repeat(10)}|`, '', '  indented'];
        const shown = code.map((line) => (line === '' ? '' : `    ${line}`));
        expect(rendered(['```sh', ...code, '```'].join('\n'))).toEqual(shown);
    });

    it('has code of a list where the list has it', () => {
        expect(rendered('1. run\n\n    ```sh\n    npm test\n    ```\n')).toEqual(['1. run', '', '        npm test']);
    });

    it('shows links by their text, and leads to the web', () => {
        expect(rendered('[a page](b.md#c), [Node](https://nodejs.org) **bold** _italic_ `a_b_c`', 80)).toEqual([
            'a page, Node (https://nodejs.org) bold italic `a_b_c`',
        ]);
    });

    it('has no comments for tools', () => {
        expect(rendered('<!-- prettier-ignore -->\nHello')).toEqual(['Hello']);
    });
});

describe('a table at a terminal', () => {
    it('stands side by side where it fits', () => {
        expect(rendered('| a | means |\n| --- | :-: |\n| `x` | one \\| two |')).toEqual([
            'a    means',
            '---  ---------',
            '`x`  one | two',
        ]);
    });

    it('breaks long cells into lines', () => {
        const long = 'a text that takes two lines in its column';
        expect(rendered(`| name | means |\n| --- | --- |\n| x | ${long} |\n| y | short |`)).toEqual([
            'name  means',
            '----  ----------------------------------',
            'x     a text that takes two lines in its',
            '      column',
            'y     short',
        ]);
    });

    it('becomes records where its columns do not fit', () => {
        const table = '| option | variable | means |\n| --- | --- | --- |\n';
        const row = '| `--a-long-option <file>` | `A_LONG_VARIABLE` | what it means in a few words |\n| `-b` | | b |';
        expect(rendered(table + row)).toEqual([
            '`--a-long-option <file>`',
            '    variable  `A_LONG_VARIABLE`',
            '    means     what it means in a few',
            '              words',
            '`-b`',
            '    means     b',
        ]);
    });

    it('splits cells at bars, but not at escaped ones', () => {
        expect(cellsOf('| a \\| b | c |')).toEqual(['a | b', 'c']);
    });
});

describe('the pages of this repository', () => {
    const pages = readPages();

    it('are there', () => {
        expect(pages.map(({ name }) => name)).toEqual(
            expect.arrayContaining([
                'getting-started',
                'errors',
                'reference/errors',
                'reference/cli',
                'reference/cli/dev',
            ]),
        );
    });

    it.each(pages.map(({ name, text }) => [name, text]))(
        '%s fits into 80 columns, but for code and addresses',
        (_name, text) => {
            const lines = renderPage(text, { width: 80, heading: (line) => line }).split('\n');
            // A word alone on its line cannot be broken.
            const long = lines.filter(
                (line) => line.length > 80 && !line.startsWith('    ') && /\S\s+\S/.test(line.trim()),
            );
            expect(long).toEqual([]);
        },
    );

    it.each(pages.map(({ name, text }) => [name, text]))('%s loses no word', (_name, text) => {
        const words = (page: string): string[] => page.match(/[A-Za-z]{4,}/g) ?? [];
        const shown = new Set(words(renderPage(text, { width: 80, heading: (line) => line })));
        // But for addresses of pages, languages of code, comments, and the heads of tables, which records do without.
        const prose = text.replaceAll(/\]\([^)]*\)|^\s*```\w*.*$|<!--.*-->|^\|.*(?=\n\| ?-)/gm, '');
        expect(words(prose).filter((word) => !shown.has(word))).toEqual([]);
    });
});
