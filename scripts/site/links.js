// Whether each link of the built site leads to a file of it, and to a heading that there is.
'use strict';

const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const LINK = / (?:href|src)="([^"]*)"/g;
const ANCHOR = / (?:id|name)="([^"]*)"/g;

/** Lists dead links, each with its page; and whatever a page would load from another site. */
function deadLinks(folder) {
    const pages = new Map(
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
            .filter((name) => name.endsWith('.html'))
            .map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')]),
    );
    const anchors = new Map(Array.from(pages, ([file, html]) => [file, matches(html, ANCHOR)]));
    return Array.from(pages).flatMap(([file, html]) =>
        Array.from(matches(html, LINK))
            .filter((link) => isDead(file, link, anchors))
            .map((link) => `${relative(folder, file)}: ${link}`),
    );
}

function isDead(file, link, anchors) {
    if (/^https?:/.test(link) || link.startsWith('data:') || link.startsWith('#icon-')) return false;
    const [path, anchor] = link.split('#').map(decodeURIComponent);
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && anchor !== '' && anchors.get(target)?.has(anchor) === false;
}

function matches(html, pattern) {
    return new Set(Array.from(html.matchAll(pattern), ([, found]) => found.replaceAll('&amp;', '&')));
}

module.exports = { deadLinks };
