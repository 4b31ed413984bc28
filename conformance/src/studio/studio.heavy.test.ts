import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { asset, StudioPage } from './studio-page';

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser(`the page of heddle dev${NO_BROWSER === undefined ? '' : ` (${NO_BROWSER})`}`, () => {
    let studio: StudioPage;
    let page: Page;
    beforeAll(async () => {
        studio = await StudioPage.start(['--organizations', 'Org1MSP,Org2MSP']);
        page = await studio.open();
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    it('studio promise 1: opens at the printed address, with the list of transactions', async () => {
        await studio.call('submit', 'createAsset', asset('first'));
        const opened = await studio.open();
        await opened.locator('.row', { hasText: 'createAsset' }).waitFor();
        expect(new URL(opened.url()).hash).toBe('');
        await opened.context().close();
    });

    it('studio promise 1: has its frame where it stays before its script has run', async () => {
        const still = await studio.openWithoutScript();
        const places = await placesOf(still);
        expect(places.map(({ name }) => name)).toContain('Identities');
        expect(places).toEqual(await placesOf(page));
        await still.context().close();
    });

    it('studio promise 2: is worked by the keyboard alone, from a form to a diff', async () => {
        await studio.show(page, '/contracts/asset-transfer/createAsset');
        await page.locator('#input-asset\\.id').focus();
        for (const text of ['keyboard', '7', 'Tomoko', '300']) {
            await page.keyboard.type(text);
            await page.keyboard.press('Tab');
            // The colour is chosen already.
            if (text === 'keyboard') await page.keyboard.press('Tab');
        }
        await page.locator('#input-asset\\.id').focus();
        await page.keyboard.press('Enter');
        await page.locator('.badge', { hasText: 'VALID' }).waitFor();
        await goByKeyboard(page, 'transferAsset');
        await page.locator('#input-id').focus();
        await page.keyboard.type('keyboard');
        await page.keyboard.press('Tab');
        await page.keyboard.type('Brad');
        await page.keyboard.press('Enter');
        await page.locator('.badge', { hasText: 'VALID' }).nth(1).waitFor();
        await goByKeyboard(page, 'transactions');
        await page.locator('.row.valid', { hasText: 'transferAsset("keyboard", "Brad")' }).waitFor();
        await page.locator('.rows').focus();
        await page.keyboard.press('ArrowDown');
        const diff = page.locator('.detail .diff').first();
        await diff.waitFor();
        expect(await textsOf(page, '.detail .diff .removed')).toContainEqual(
            expect.stringContaining('"owner": "Tomoko"'),
        );
        expect(await textsOf(page, '.detail .diff .added')).toContainEqual(expect.stringContaining('"owner": "Brad"'));
    });

    it.each(['asset / found', 'asset', 'block 0'])('goes to what %j names', async (words) => {
        if (words === 'asset / found') await studio.call('submit', 'createAsset', asset('found'));
        const found = (await (await studio.api(`find?q=${encodeURIComponent(words)}`)).json()) as { text: string }[];
        expect(found.map(({ text }) => text)).toContain(words === 'block 0' ? 'Block 0' : 'asset / found');
    });

    it('studio promise 3: makes a conflict by holding two calls, and explains it', async () => {
        await studio.call('submit', 'createAsset', asset('held'));
        await studio.show(page, '/contracts/asset-transfer/transferAsset');
        await page.locator('#input-id').fill('held');
        for (const [index, owner] of ['Brad', 'Carol'].entries()) {
            await page.locator('#input-newOwner').fill(owner);
            await page.getByRole('button', { name: 'Hold', exact: true }).click();
            await page.locator('.part', { hasText: `${index + 1} endorsed, not submitted` }).waitFor();
        }
        await page.getByRole('button', { name: 'Commit in this order' }).click();
        await page.locator('.badge', { hasText: 'MVCC_READ_CONFLICT' }).waitFor();
        await page.locator('.badge.good', { hasText: 'VALID' }).waitFor();
        const card = page.locator('.card', { hasText: 'MVCC_READ_CONFLICT' });
        await card.getByText('would have changed').waitFor();
        await card.getByRole('link', { name: 'See why' }).waitFor();
        await page.getByRole('link', { name: 'Transactions' }).first().click();
        // What was held counts as submitted once it is in a block.
        await page.getByRole('button', { name: /^Submitted/ }).click();
        await page.locator('.row.invalid', { hasText: 'MVCC_READ_CONFLICT' }).first().click();
        await page.locator('.reason a').waitFor();
        expect(await page.locator('.reason .sentence').textContent()).toContain('asset / held');
        expect(await page.locator('.reason').textContent()).toContain('first in the same block');
        expect(await page.locator('.detail').textContent()).not.toContain('→');
        await page.getByText('Copy as…').click();
        await page.locator('.detail').getByRole('button', { name: 'test', exact: true }).click();
        await page.locator('pre.copy', { hasText: "const second = await net.endorse('transferAsset'" }).waitFor();
        expect(await page.locator('pre.copy').textContent()).toContain("toEqual(['VALID', 'MVCC_READ_CONFLICT'])");
        await page.locator('.reason a').click();
        await page.locator('.detail h2', { hasText: 'Brad' }).waitFor();

        const held = await Promise.all(
            ['Dora', 'Emil'].map((owner) => studio.call('hold', 'transferAsset', 'held', owner)),
        );
        for (const call of held) await studio.commitHeld(call);
        await studio.show(page, `/transactions/${held[1]?.transaction.id ?? ''}`);
        await page.locator('.reason a').waitFor();
        expect(await page.locator('.reason').textContent()).toMatch(/in block \d+/);
    });

    it('studio promise 4: tells mistakes beside the inputs, and lets the contract tell them, too', async () => {
        await studio.show(page, '/contracts/asset-transfer/createAsset');
        await page.getByRole('button', { name: 'as JSON' }).click();
        await page
            .locator('textarea')
            .fill(JSON.stringify({ id: 'p', color: 'pink', size: 0, owner: 'X', appraisedValue: 3 }));
        await page.getByRole('button', { name: 'as form' }).click();
        await page.getByRole('button', { name: 'Submit anyway' }).click();
        await page.locator('.badge', { hasText: '400 VALIDATION_FAILED' }).waitFor();
        expect(await textsOf(page, '.call-form .mistake')).toHaveLength(2);
        const told = page.locator('.messages button');
        expect(await told.count()).toBe(2);
        await told.filter({ hasText: 'size' }).click();
        await page.locator('#input-asset\\.size:focus').waitFor();
    });

    it('studio promise 5: says what would happen, and changes nothing', async () => {
        await studio.call('submit', 'createAsset', asset('tried'));
        const before = await heightOf(studio);
        await studio.show(page, '/contracts/asset-transfer/transferAsset');
        await page.locator('#input-id').fill('tried');
        await page.locator('#input-newOwner').fill('Brad');
        await page.getByRole('button', { name: 'What would happen?' }).click();
        await page.locator('.card', { hasText: 'Not submitted: nothing has changed' }).waitFor();
        expect(await textsOf(page, '.detail .diff .added')).toContainEqual(expect.stringContaining('"owner": "Brad"'));
        expect(await heightOf(studio)).toBe(before);
        await studio.show(page, '/transactions');
        await page.locator('.row.tried', { hasText: 'transferAsset' }).waitFor();
        await studio.show(page, `/ledger/asset-transfer?key=${encodeURIComponent('\u0000asset\u0000tried\u0000')}`);
        await page.locator('.detail pre.value', { hasText: 'Tomoko' }).first().waitFor();
    });

    it('studio promise 7: goes back to a block in which a key was there, by an address', async () => {
        await studio.call('submit', 'createAsset', asset('gone'));
        const block = (await heightOf(studio)) - 1;
        await studio.call('submit', 'deleteAsset', 'gone');
        const key = encodeURIComponent('\u0000asset\u0000gone\u0000');
        await studio.show(page, `/ledger/asset-transfer?key=${key}`);
        await page.locator('.detail', { hasText: 'It does not exist' }).waitFor();
        await page
            .locator('.versions li', { hasText: `block ${block} ` })
            .getByRole('link', { name: 'as it was then' })
            .click();
        await page.locator('.strip', { hasText: `after block ${block}` }).waitFor();
        await page.locator('.detail pre.value', { hasText: '"id": "gone"' }).first().waitFor();
        await page.locator('.key-row', { hasText: 'asset / gone' }).waitFor();
        const other = await studio.open(new URL(page.url()).pathname + new URL(page.url()).search);
        await other.locator('.key-row', { hasText: 'asset / gone' }).waitFor();
        await page.getByRole('button', { name: 'Back to now' }).click();
        await page.locator('.detail', { hasText: 'It does not exist' }).waitFor();
        await page.locator('.key-row', { hasText: 'asset / gone' }).waitFor({ state: 'detached' });
        expect(new URL(page.url()).searchParams.has('asOf')).toBe(false);
        await other.context().close();
    });

    it('asks nobody but the process, and complains of nothing', () => {
        expect(studio.strangers).toEqual([]);
        expect(studio.complaints).toEqual([]);
    });
});

async function textsOf(page: Page, selector: string): Promise<string[]> {
    return await page.locator(selector).allTextContents();
}

/** What is at the side, and where. */
async function placesOf(page: Page): Promise<readonly { readonly name: string }[]> {
    const parts = await page.locator('.side .brand, .side button, .side a').all();
    return await Promise.all(
        parts.map(async (part) => {
            const { x, y, height } = (await part.boundingBox()) ?? {};
            // Numbers come with the script.
            return { name: ((await part.textContent()) ?? '').replace(/\d+$/, '').trim(), x, y, height };
        }),
    );
}

async function heightOf(studio: StudioPage): Promise<number> {
    const network = (await (await studio.api('network')).json()) as { readonly height: number };
    return network.height;
}

/** By the dialog that finds everything. */
async function goByKeyboard(page: Page, name: string): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open] input:focus').waitFor();
    await page.keyboard.type(name);
    await page.locator('[role=option][aria-selected=true]', { hasText: name }).waitFor();
    await page.keyboard.press('Enter');
    // It hands the focus back when it closes, which may not happen in the middle of what is typed next.
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
}
