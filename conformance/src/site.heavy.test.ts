import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { NO_BROWSER, openBrowser } from './harness/browser';
import { readPage } from './repository/pages';
import { ROOT } from './repository/source-files';

const PAGES = [
    'index.html',
    'Learn/Getting_started.html',
    'Learn/State.html',
    'Reference/Errors.html',
    'Reference/Errors/VALIDATION_FAILED.html',
    'Design/How_the_tree_is_ordered.html',
    '_heddle/contract/Contract.html',
    'modules.html',
];

let folder: string;

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heddle-site-'));
    await promisify(execFile)(process.execPath, [join(ROOT, 'scripts', 'site.js'), folder]);
}, 120_000);

afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
});

describe('the site of the documentation', () => {
    it('has a page for each code of an error', async () => {
        const text = readPage('docs/reference/errors.md').text;
        const codes = Array.from(text.matchAll(/^\| `([A-Z][A-Z0-9_]+)`/gm), ([, code]) => `${code}.html`);
        const pages = await readdir(join(folder, 'Reference', 'Errors'));
        expect(codes.length).toBeGreaterThan(50);
        expect(pages.toSorted()).toEqual([...new Set(codes)].toSorted());
    });
});

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser(`the site in a browser, from files${NO_BROWSER === undefined ? '' : ` (${NO_BROWSER})`}`, () => {
    let browser: Browser;
    beforeAll(async () => {
        browser = await openBrowser();
    });
    afterAll(async () => {
        await browser.close();
    });

    it.each([
        { width: 1440, colorScheme: 'light' },
        { width: 1440, colorScheme: 'dark' },
        { width: 390, colorScheme: 'light' },
        { width: 320, colorScheme: 'dark' },
    ] as const)('fits a window of $width in $colorScheme, and asks nothing of a network', async (look) => {
        const page = await browser.newPage({ viewport: { ...look, height: 900 }, colorScheme: look.colorScheme });
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        const wide: string[] = [];
        for (const name of PAGES) {
            await page.goto(urlOf(name));
            expect(await page.locator('h1').first().isVisible()).toBe(true);
            if (await isWiderThan(page, look.width)) wide.push(name);
        }
        expect(wide).toEqual([]);
        expect(asked.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
        await page.close();
    });

    it('finds pages, methods and codes by searching', async () => {
        const page = await browser.newPage();
        for (const [words, target] of [
            ['putState', /#putstate$/],
            ['VALIDATION_FAILED', /VALIDATION_FAILED\.html$/],
            ['private data', /Private_data\.html$/],
        ] as const) {
            await page.goto(urlOf('index.html'));
            await page.locator('#tsd-search-trigger').click();
            await page.locator('#tsd-search-input').fill(words);
            await page.locator('#tsd-search-results li').first().waitFor();
            const links = await page.locator('#tsd-search-results a').evaluateAll((all) => all.map(String));
            expect(links).toContainEqual(expect.stringMatching(target));
        }
        await page.close();
    });

    it('leads from a code in a text to what it means', async () => {
        const page = await browser.newPage();
        await page.goto(urlOf('Learn/Migrating_from_fabric-contract-api.html'));
        await page.locator('a:has(code)', { hasText: 'FLOATING_OPERATION' }).first().click();
        await page.waitForURL(/FLOATING_OPERATION\.html$/);
        expect(await page.locator('h1').first().textContent()).toContain('FLOATING_OPERATION');
        await page.close();
    });
});

function urlOf(name: string): string {
    return pathToFileURL(join(folder, name)).href;
}

async function isWiderThan(page: Page, width: number): Promise<boolean> {
    return (await page.evaluate<number>('document.documentElement.scrollWidth')) > width;
}
