// What the site needs to know of a page of Markdown.
'use strict';

const FENCED_BLOCK = /^(```+).*?^\1$/gms;
const LINK = /(\]\()([^()\s]+)(\))/g;
const CODE = /`[^`\n]*`/g;

/** The text of the first heading, without marks. */
function titleOf(text, otherwise) {
    return /^# (.*)$/m.exec(text)?.[1].replaceAll('`', '').trim() ?? otherwise;
}

/** Replaces each link to another file of the repository; code and links to other sites are left as they are. */
function mapLinks(text, replace) {
    return outsideOf(FENCED_BLOCK, text, (prose) =>
        prose.replaceAll(LINK, (whole, before, link, after) => {
            if (/^([a-z]+:|#)/.test(link)) return whole;
            const [target, heading] = link.split('#');
            const replaced = replace(decodeURI(target));
            return `${before}${encodeURI(replaced)}${heading === undefined ? '' : `#${heading}`}${after}`;
        }),
    );
}

/** The links to other files of the repository. */
function linksOf(text) {
    const links = [];
    mapLinks(text, (link) => {
        links.push(link);
        return link;
    });
    return links;
}

/** Changes a page outside of what a pattern matches. */
function outsideOf(pattern, text, change) {
    let result = '';
    let from = 0;
    for (const match of text.matchAll(pattern)) {
        result += change(text.slice(from, match.index)) + match[0];
        from = match.index + match[0].length;
    }
    return result + change(text.slice(from));
}

/** The tables of a page: the heading above each, and its rows by the names of the columns. */
function tablesOf(text) {
    const tables = [];
    let heading = '';
    let open;
    for (const line of text.split('\n')) {
        if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
        if (!line.startsWith('|')) open = undefined;
        else if (open === undefined) tables.push((open = { heading, columns: cellsOf(line), rows: [] }));
        else if (!/^\|[ :|-]+$/.test(line)) open.rows.push(cellsOf(line));
    }
    return tables;
}

/** The cells of a row; a bar behind a backslash belongs to its cell. */
function cellsOf(row) {
    return row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

module.exports = { CODE, cellsOf, linksOf, mapLinks, outsideOf, tablesOf, titleOf };
