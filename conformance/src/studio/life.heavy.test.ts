import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { DevPackage } from '../harness/dev-package';
import { FakeBrowser } from './fake-browser';
import { studioContractFolder, StudioPage } from './studio-page';

/** As where another tab comes to lie above it: without a screen, a browser takes all of its tabs for visible. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
    await page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    `);
}

function rowOf(page: Page, text: string): Locator {
    return page.locator('.row:not(.head)', { hasText: text });
}

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser('the page while its heddle dev changes, ends and comes again', () => {
    let studio: StudioPage;
    beforeAll(async () => {
        studio = await StudioPage.start(['--build', 'node --check index.js'], studioContractFolder());
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    it('studio promise 10: shows where a source does not build, and the new code when it does', async () => {
        const page = await studio.open('/chaincode');
        const source = join(studio.dev.folder, 'index.js');
        const right = readFileSync(source, 'utf8');
        writeFileSync(source, `${right}const = 1;\n`);
        await page.locator('.reason', { hasText: 'index.js:2' }).waitFor();
        await page.locator('.reason .sentence', { hasText: 'the old code goes on' }).waitFor();
        expect((await studio.call('submit', 'put', 'k', 'v')).transaction.outcome.text).toBe('VALID');
        writeFileSync(source, right);
        await page.locator('.reason').waitFor({ state: 'detached' });
        await page.locator('.part', { hasText: 'runs since' }).waitFor();
        await page.locator('.part .note', { hasText: 'index.js changed' }).waitFor();
        await page.getByRole('button', { name: 'Restart' }).click();
        await studio.dev.printed(/the new chaincode runs/g, 2);
        await studio.show(page, '/transactions');
        await page.locator('.mark-row', { hasText: 'was started anew, and runs since' }).waitFor();
        await page.locator('.mark-row', { hasText: 'index.js changed, new code runs since' }).waitFor();
        await page.context().close();
    });

    it('makes a user with an attribute, who can call at once', async () => {
        const page = await studio.open('/identities');
        await page.getByText('New user').click();
        await page.getByLabel('Name', { exact: true }).fill('minter');
        await page.getByRole('button', { name: 'Add an attribute' }).click();
        await page.getByLabel('Name of attribute 1').fill('role');
        await page.getByLabel('Value of attribute 1').fill('minter');
        await page.getByRole('button', { name: 'Make this user' }).click();
        await page.locator('.card', { hasText: 'role=minter' }).waitFor();
        const sent = { identity: { mspId: 'Org1MSP', user: 'minter' } };
        const { transaction } = await studio.call('submit', 'put', 'minted', 'v', sent);
        expect([transaction.outcome.text, transaction.by.user]).toEqual(['VALID', 'minter']);
        expect(studio.complaints).toEqual([]);
        await page.context().close();
    });

    it('shows the ledger as it is after a revert, also where the new blocks have the old numbers', async () => {
        await studio.call('submit', 'put', 'reverted', 'one');
        await studio.dev.heddle('snapshot', 'before');
        await studio.call('submit', 'put', 'reverted', 'two');
        const undone = await studio.call('submit', 'put', 'undone', 'v');
        const ledger = await studio.open(`/ledger/${studio.chaincode}?key=reverted`);
        const blocks = await studio.open('/blocks');
        const list = await studio.open('/transactions');
        const row = list.locator('.row', { hasText: 'undone' });
        const paused = await studio.open('/transactions');
        await rowOf(paused, 'undone').waitFor();
        await paused.getByRole('button', { name: 'Pause' }).click();
        const newest = blocks.locator('.key-row').first();
        await Promise.all([
            ledger.locator('.value-card', { hasText: 'two' }).waitFor(),
            newest.waitFor(),
            row.waitFor(),
        ]);
        const [count, hash] = [await blocks.locator('.key-row').count(), await newest.locator('.hash').textContent()];
        await studio.dev.heddle('revert', 'before');
        await ledger.locator('.value-card', { hasText: 'one' }).waitFor();
        await ledger.locator('.key-row', { hasText: 'undone' }).waitFor({ state: 'detached' });
        await row.waitFor({ state: 'detached' });
        await rowOf(paused, 'undone').waitFor({ state: 'detached' });
        await rowOf(paused, 'reverted').waitFor();
        await blocks
            .locator('.key-row')
            .nth(count - 2)
            .waitFor({ state: 'detached' });
        expect(await blocks.locator('.key-row').count()).toBe(count - 2);
        for (const value of ['three', 'four']) await studio.call('submit', 'put', 'reverted', value);
        await ledger.locator('.value-card', { hasText: 'four' }).waitFor();
        await blocks
            .locator('.key-row')
            .nth(count - 1)
            .waitFor();
        expect(await newest.locator('.hash').textContent()).not.toBe(hash);
        expect(undone.transaction.outcome.text).toBe('VALID');
        expect(studio.complaints).toEqual([]);
        await Promise.all([ledger, blocks, list, paused].map((page) => page.context().close()));
    });

    it('holds up no window, however many there are, and follows in those that somebody sees', async () => {
        const first = await studio.open();
        const others = await Promise.all(
            Array.from({ length: 7 }, async () => {
                const page = await first.context().newPage();
                await page.goto(studio.address);
                await page.locator('.lamp.live, .lamp.crowded').waitFor({ state: 'attached' });
                return page;
            }),
        );
        const windows = [first, ...others];
        const isCrowded = await Promise.all(windows.map((page) => page.locator('.lamp.crowded').count()));
        expect(isCrowded.filter((count) => count === 1)).toHaveLength(3);
        const crowded = windows.filter((_, index) => isCrowded[index] === 1);
        const following = windows.filter((_, index) => isCrowded[index] === 0);
        for (const page of crowded) await page.locator('.strip', { hasText: 'As many other windows' }).waitFor();
        await studio.call('submit', 'put', 'for everybody', 'v');
        for (const page of windows) await rowOf(page, 'for everybody').waitFor();
        await Promise.all(following.slice(0, 3).map((page) => setVisibility(page, 'hidden')));
        for (const page of crowded) await page.locator('.lamp.live').waitFor({ state: 'attached' });
        await studio.call('submit', 'put', 'behind', 'v');
        for (const page of crowded) await rowOf(page, 'behind').waitFor();
        const [hidden] = following;
        if (hidden === undefined) throw new Error('no window follows');
        expect(await rowOf(hidden, 'behind').count()).toBe(0);
        await crowded[0]?.close();
        await setVisibility(hidden, 'visible');
        await rowOf(hidden, 'behind').waitFor();
        expect(await hidden.locator('.strip').count()).toBe(0);
        await first.context().close();
    });

    it('studio promise 16: goes on by itself when heddle dev is there again, with the key that it has', async () => {
        await studio.call('submit', 'put', 'before', 'v');
        const page = await studio.open();
        const rows = page.locator('.row:not(.head)');
        await rows.filter({ hasText: 'before' }).waitFor();
        await studio.dev.end();
        await page.locator('.strip', { hasText: 'heddle dev has ended' }).waitFor();
        expect(await rows.filter({ hasText: 'before' }).count()).toBe(1);
        using browser = await FakeBrowser.create(studio.dev.folder);
        const options = ['--studio', new URL(studio.address).port, '--open'];
        await using again = await DevPackage.start(options, studio.dev.folder, browser.variables);
        expect(await browser.opened).toBe(`${studio.address}/#k=${studio.key}`);
        await page.locator('.strip').waitFor({ state: 'detached', timeout: 30_000 });
        await again.heddle('invoke', 'put', 'after', 'v');
        await rows.filter({ hasText: 'after' }).waitFor();
        expect(await rows.count()).toBe(1);
    });
});
