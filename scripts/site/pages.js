// The pages of the site: those of docs/ in the order of their index, then what they lead to elsewhere in the repository.
'use strict';

const { existsSync, readFileSync, readdirSync, statSync } = require('node:fs');
const { extname, join, posix } = require('node:path');
const { ROOT } = require('../workspaces');
const { codePages, linkCodes } = require('./codes');
const { drawDiagrams } = require('./diagrams');
const { linksOf, mapLinks, titleOf } = require('./markdown');

const INDEX = 'docs/README.md';
const CODES = ['docs/reference/errors.md', 'docs/reference/warnings.md'];
const RECORDS = 'docs/design/decisions/README.md';
const PICTURES = new Set(['.svg', '.png', '.jpg', '.webp']);
const LANGUAGES = { '.ts': 'ts', '.js': 'js', '.json': 'json', '.yaml': 'yaml', '.yml': 'yaml', '.sh': 'sh' };

/**
 * Reads all of them.
 *
 * @returns `pages`: texts by path, a path being the one in the repository; `pictures`: paths; `parents`: paths of the pages
 *     at the top of the tree, in order; `children`: paths by the path of the page above them.
 */
async function readSite() {
    const site = {
        pages: new Map([[INDEX, read(INDEX)]]),
        pictures: new Set(),
        parents: [],
        children: new Map(),
        placed: new Set([INDEX]),
    };
    addSections(site);
    for (const path of CODES) addCodes(site, path);
    for (const path of linksOf(read(RECORDS)).map(resolved(RECORDS)).filter(isRecord)) addChild(site, RECORDS, path);
    addElsewhere(site);
    const codes = codesOf(site);
    for (const [code, path] of codes) site.pages.set(path, site.pages.get(path) + mentionsOf(site, code, path));
    for (const [path, text] of site.pages) {
        const linked = mapLinks(text, (link) => posix.relative(posix.dirname(path), targetOf(path, link)));
        const withCodes = linkCodes(linked, (code) => {
            const page = codes.get(code);
            return page === undefined || page === path ? undefined : posix.relative(posix.dirname(path), page);
        });
        site.pages.set(path, await drawDiagrams(withCodes));
    }
    return site;
}

/** Each section of the index becomes a page with its list, above the pages that the list names. */
function addSections(site) {
    const [, ...sections] = read(INDEX).split(/^## /m);
    for (const section of sections) {
        const [title] = section.split('\n', 1);
        const path = `docs/${title.toLowerCase().replaceAll(' ', '-')}.md`;
        site.parents.push(path);
        site.pages.set(path, `# ${section}`);
        for (const item of section.split(/^- /m).slice(1)) addItem(site, path, item);
    }
}

/** What an item of the index names below another one belongs below its page. */
function addItem(site, parent, item) {
    const [page, ...below] = linksOf(item).map(resolved(INDEX));
    addChild(site, parent, page);
    for (const one of below) addChild(site, page, one);
}

function addCodes(site, path) {
    const { index, pages } = codePages(path, read(path));
    site.pages.set(path, index);
    for (const [page, text] of pages) {
        site.pages.set(page, text);
        addChild(site, path, page);
    }
}

/** Adds what the pages lead to outside of docs/, and what that leads to. */
function addElsewhere(site) {
    const examples = 'examples.md';
    const elsewhere = 'repository.md';
    site.pages.set(examples, '# Examples\n\nContracts and a client to copy; each has tests.\n');
    for (const name of readdirSync(join(ROOT, 'examples'))) {
        const readme = `examples/${name}/README.md`;
        if (existsSync(join(ROOT, readme))) addChild(site, examples, readme);
    }
    site.pages.set(elsewhere, '# The repository\n\nFiles that these pages speak of.\n');
    for (const [path, text] of site.pages)
        for (const link of linksOf(text)) addTarget(site, elsewhere, targetOf(path, link));
    site.parents.push(examples, elsewhere);
    listChildren(site, examples);
    listChildren(site, elsewhere);
}

function addTarget(site, parent, path) {
    if (site.pages.has(path)) return;
    if (PICTURES.has(extname(path))) site.pictures.add(path);
    else addChild(site, parent, path);
}

function addChild(site, parent, path) {
    if (site.placed.has(path)) return;
    site.placed.add(path);
    site.children.set(parent, [...(site.children.get(parent) ?? []), path]);
    if (!site.pages.has(path)) site.pages.set(path, pageOf(path));
}

function listChildren(site, parent) {
    const items = (site.children.get(parent) ?? []).map(
        (path) => `- [${titleOf(site.pages.get(path), path)}](${path})`,
    );
    site.pages.set(parent, `${site.pages.get(parent)}\n${items.join('\n')}\n`);
}

/** The path of the page that shows what a link leads to. */
function targetOf(path, link) {
    const target = resolved(path)(link);
    const file = join(ROOT, target);
    if (!existsSync(file)) return target;
    if (statSync(file).isDirectory())
        return existsSync(join(file, 'README.md')) ? posix.join(target, 'README.md') : `${target}.folder.md`;
    return target.endsWith('.md') || PICTURES.has(extname(target)) ? target : `${target}.file.md`;
}

/** The text of the page at a path: one of Markdown, or a file or the files of a folder as such a page. */
function pageOf(path) {
    if (path.endsWith('.folder.md')) return folderPage(path.slice(0, -'.folder.md'.length));
    if (path.endsWith('.file.md')) return filePage(path.slice(0, -'.file.md'.length));
    return read(path);
}

function filePage(path) {
    return `# ${path}\n\n\`\`\`\`${LANGUAGES[extname(path)] ?? 'text'}\n${read(path)}\`\`\`\`\n`;
}

function folderPage(path) {
    const files = readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile() && !/node_modules|dist/.test(entry.parentPath))
        .map((entry) => posix.relative(ROOT, posix.join(entry.parentPath, entry.name)))
        .toSorted();
    const items = files.map(
        (file) => `- [${posix.relative(path, file)}](${posix.relative(posix.dirname(path), file)})`,
    );
    return `# ${path}\n\n${items.join('\n')}\n`;
}

/** The pages of the codes by code. */
function codesOf(site) {
    const pages = CODES.flatMap((path) => site.children.get(path) ?? []);
    return new Map(pages.map((path) => [posix.basename(path, '.md'), path]));
}

/** The guides that speak of a code, as a list below what the reference says of it. */
function mentionsOf(site, code, page) {
    const items = Array.from(site.pages)
        .filter(([path, text]) => path.startsWith('docs/guide/') && text.includes(`\`${code}\``))
        .map(([path, text]) => `- [${titleOf(text, path)}](${posix.relative(posix.dirname(page), path)})\n`);
    return items.length === 0 ? '' : `\n## Guides that speak of it\n\n${items.join('')}`;
}

function isRecord(path) {
    return /\/\d{4}-[^/]+\.md$/.test(path);
}

function resolved(path) {
    return (link) => posix.join(posix.dirname(path), link);
}

function read(path) {
    return readFileSync(join(ROOT, path), 'utf8');
}

module.exports = { INDEX, readSite };
