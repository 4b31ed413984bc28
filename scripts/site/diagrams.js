// Pictures for the diagrams that pages have as text.
'use strict';

const MERMAID = /^```mermaid\n(.*?)^```$/gms;

/** Replaces each diagram of a page by its picture, whose colours are those of the site. */
async function drawDiagrams(text) {
    if (!text.includes('```mermaid')) return text;
    const { renderMermaidSVG } = await import('beautiful-mermaid');
    return text.replaceAll(MERMAID, (_, source) => {
        const svg = renderMermaidSVG(source, {
            bg: 'var(--color-background)',
            fg: 'var(--color-text)',
            accent: 'var(--color-link)',
            transparent: true,
        });
        return `<div class="diagram">${inOneBlock(withoutFonts(svg))}</div>`;
    });
}

/** The site asks nothing of a network, and has the fonts of its reader's system. */
function withoutFonts(svg) {
    return svg.replaceAll(/^\s*@import .*$/gm, '').replaceAll("'Inter', ", '');
}

/** In Markdown an empty line would end the picture. */
function inOneBlock(svg) {
    return svg.replaceAll(/\n\s*/g, '\n').replaceAll(/\n+/g, '\n');
}

module.exports = { drawDiagrams };
