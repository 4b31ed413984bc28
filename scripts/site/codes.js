// A page for each code of an error or a warning, from the tables of the reference.
'use strict';

const { posix } = require('node:path');
const { CODE, mapLinks, outsideOf, tablesOf } = require('./markdown');

const CODE_CELL = /^`([A-Z][A-Z0-9_]+)`$/;

/** The pages about the codes of one page of the reference, by path; and that page, which leads to them. */
function codePages(path, text) {
    const folder = path.replace(/\.md$/, '');
    const rows = rowsByCode(text);
    const pages = new Map(
        Array.from(rows, ([code, found]) => [`${folder}/${code}.md`, codePage(code, found, posix.basename(path))]),
    );
    const name = posix.basename(folder);
    const index = text.replaceAll(/^\| (`[A-Z][A-Z0-9_]+`)/gm, (row, cell) => {
        const code = cell.slice(1, -1);
        return rows.has(code) ? row.replace(cell, `[${cell}](${name}/${code}.md)`) : row;
    });
    return { index, pages };
}

/** Links each mention of a code in a page's prose to the code's page. `pageOf` is undefined for what is no code. */
function linkCodes(text, pageOf) {
    const fenced = /^(```+).*?^\1$|^#.*?$|\[[^\]\n]*\]\([^)\n]*\)/gms;
    return outsideOf(fenced, text, (prose) =>
        prose.replaceAll(CODE, (code) => {
            const page = pageOf(code.slice(1, -1));
            return page === undefined ? code : `[${code}](${page})`;
        }),
    );
}

/** The rows about each code, with the heading above their table; a code may be in several. */
function rowsByCode(text) {
    const found = new Map();
    for (const { code, ...row } of tablesOf(text).flatMap(codeRows)) found.set(code, [...(found.get(code) ?? []), row]);
    return found;
}

function codeRows({ heading, columns, rows }) {
    return rows.flatMap(([first, ...cells]) => {
        const code = CODE_CELL.exec(first)?.[1];
        const members = cells.map((cell, index) => [columns[index + 1], cell]);
        return code === undefined ? [] : [{ code, heading, members }];
    });
}

function codePage(code, found, index) {
    const sections = found.map(({ heading, members }) => {
        const items = members.map(([name, cell]) => `**${capital(name)}**: ${mapLinks(cell, (link) => `../${link}`)}`);
        return [...(found.length > 1 ? [`## ${heading}`] : []), ...items].join('\n\n');
    });
    return [
        `# ${code}`,
        ...sections,
        `At a terminal, \`heddle explain ${code}\` says the same. [All codes](../${index})`,
        '',
    ].join('\n\n');
}

function capital(name) {
    return name.charAt(0).toUpperCase() + name.slice(1);
}

module.exports = { codePages, linkCodes };
