import { type Block, parseMarkdown } from './markdown-blocks';
import { plainText } from './plain-text';
import { renderTable } from './render-table';
import { hang, wrapText } from './wrap-text';

/** How a page is shown. */
export interface PageStyle {
    /** Characters in a line. Code is not broken into lines. */
    readonly width: number;
    /** Makes a heading stand out. */
    readonly heading: (text: string) => string;
}

/** Lays a page of Markdown out for a person at a terminal. */
export function renderPage(markdown: string, style: PageStyle): string {
    let before: Block | undefined;
    const lines = parseMarkdown(markdown).flatMap((block) => {
        const isTogether = before === undefined || (before.kind === 'item' && block.kind === 'item');
        before = block;
        return isTogether ? renderBlock(block, style) : ['', ...renderBlock(block, style)];
    });
    return `${lines.join('\n')}\n`;
}

function renderBlock(block: Block, { width, heading }: PageStyle): string[] {
    switch (block.kind) {
        case 'heading':
            return wrapText(plainText(block.text), width).map(heading);
        case 'paragraph':
            return wrapText(plainText(block.text), width);
        case 'item': {
            const before = `${' '.repeat(block.indent)}${block.marker} `;
            return hang(before, wrapText(plainText(block.text), width - before.length));
        }
        case 'code':
            return block.lines.map((line) => `${' '.repeat(block.indent + 4)}${line}`.trimEnd());
        case 'table':
            return renderTable(
                { head: block.head.map(plainText), rows: block.rows.map((row) => row.map(plainText)) },
                width,
            );
    }
}
