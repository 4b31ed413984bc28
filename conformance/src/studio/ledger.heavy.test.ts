import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { HEDDLE, runProgram } from '../harness/run-program';
import { runShell } from '../harness/run-shell';
import { studioContractFolder, StudioPage } from './studio-page';

const MARKER = 'nobody-may-see-this';

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser('the page over a ledger of ranges, secrets and hostile values', () => {
    let studio: StudioPage;
    let page: Page;
    beforeAll(async () => {
        const folder = studioContractFolder();
        const options = [
            '--organizations',
            'Org1MSP,Org2MSP',
            '--collections-config',
            join(folder, 'collections.json'),
        ];
        studio = await StudioPage.start(options, folder);
        page = await studio.open();
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    it('studio promise 6: shows key and both values where endorsers differ', async () => {
        const { transaction } = await studio.call('submit', 'gamble', 'lucky');
        expect(transaction.outcome.kind).toBe('refused');
        await studio.show(page, `/transactions/${transaction.id}`);
        const sentence = 'must do the same wherever it runs';
        await page.locator('.reason .sentence', { hasText: sentence }).waitFor();
        const text = (await page.locator('.card', { hasText: 'write of lucky' }).textContent()) ?? '';
        expect(text.match(/Org[12]MSP/g)).toEqual(['Org1MSP', 'Org2MSP']);
        expect(text.match(/0\.\d{5,}/g)).toHaveLength(2);
    });

    it('studio promise 8: names the key that came into a range, and who brought it', async () => {
        await studio.call('submit', 'put', 'r1', 'one');
        const held = await studio.call('hold', 'count', 'r');
        await studio.call('submit', 'put', 'r2', 'two');
        const [committed] = await studio.commitHeld(held);
        expect(committed).toMatchObject({ code: 'PHANTOM_READ_CONFLICT' });
        await studio.show(page, `/transactions/${held.transaction.id}`);
        await page.locator('.reason a').waitFor();
        expect(await page.locator('.reason .sentence').textContent()).toContain('r2');
        expect(await page.locator('.reason').textContent()).toContain('put("r2", "two")');
    });

    it('studio promise 9: shows who has a private value, and never what was sent in secret', async () => {
        const { transaction } = await studio.call('submit', 'hide', 'safe', { transient: { secret: MARKER } });
        expect(transaction.outcome.text).toBe('VALID');
        await studio.show(page, '/ledger/studio/secrets?key=safe');
        await page.locator('.card', { hasText: 'Org1MSP' }).locator('pre.value', { hasText: MARKER }).waitFor();
        const cards = await page.locator('.part', { hasText: 'Who has it' }).locator('.card').allTextContents();
        expect(cards[0]).toContain('has the value');
        expect(cards[0]).toContain('the same');
        expect(cards[1]).toContain('has the hash only');
        expect(cards[1]).not.toContain(MARKER);
        // The value is on the ledger of a member. What was sent is nowhere else.
        const about = [`transactions/${transaction.id}/why`, `transactions/${transaction.id}/raw`];
        for (const path of ['transactions', ...about, 'blocks', 'events', 'chaincode/log'])
            expect(await (await studio.api(path)).text()).not.toContain(MARKER);
        const seen = (await (await studio.api(`transactions/${transaction.id}`)).json()) as {
            transient: string[];
            changes: object[];
        };
        expect(seen.transient).toEqual(['secret']);
        expect(studio.dev.output).not.toContain(MARKER);
        expect(page.url()).not.toContain(MARKER);
    });

    it('says that private data are as they are now, whatever block an address names', async () => {
        await studio.call('submit', 'hide', 'hidden', { transient: { secret: 'now' } });
        await studio.show(page, '/ledger/studio/secrets?key=hidden');
        await page.locator('.ledge', { hasText: 'Private data are shown as they are now' }).waitFor();
        await studio.show(page, '/ledger/studio/secrets?key=hidden&asOf=1');
        await page.locator('.strip', { hasText: 'not as of block 1' }).waitFor();
        await page.locator('.value-card pre.value', { hasText: 'now' }).waitFor();
        expect(await page.locator('.failure').count()).toBe(0);
        expect(await page.locator('.strip').count()).toBe(1);
    });

    it('shows queries that leave nothing in the read set, and that no commit repeats them', async () => {
        await studio.call('submit', 'put', 'asked', 'one');
        await studio.call('submit', 'put', 'asked', 'two');
        // A peer of Org2MSP has no row of the collection: submitted, the results would differ.
        const { transaction } = await studio.call('evaluate', 'ask', 'asked');
        expect(transaction.outcome.kind).toBe('evaluated');
        await studio.show(page, `/transactions/${transaction.id}`);
        const part = page.locator('.part', { hasText: 'No commit repeats these queries' });
        await part.locator('.line', { hasText: 'history of asked' }).filter({ hasText: '2 versions' }).waitFor();
        await part.locator('.line', { hasText: 'all plain keys of secrets' }).filter({ hasText: 'row' }).waitFor();
        expect(await part.locator('h3').textContent()).toContain('2 queries');
    });

    it.each([
        [
            'markup',
            '<img src=x onerror="alert(1)">',
            '</script><script>alert(2)</script>',
            /^<\/script><script>alert\(2\)<\/script>$/,
        ],
        ['a name of the language', '__proto__', '{"__proto__":{"x":1},"__proto__":2}', /"__proto__"[^]*"__proto__"/],
        ['marks of direction', 'left\u202eright', '"\u202e{}"', /\\u\{202e\}/],
        ['numbers beyond doubles', 'digits', '{"n":9007199254740993,"m":1e400}', /9007199254740993[^]*1e400/],
        ['many levels', 'deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, /^\[{10000}\]+$/],
        ['one long line', 'long', 'x'.repeat(1024 * 1024), /^x+$/],
    ])('studio promise 12: shows %s as what it is', async (_, key, value, shown) => {
        await studio.call('submit', 'put', key, value);
        await studio.show(page, `/ledger/studio?key=${encodeURIComponent(key)}`);
        // Of the history, the first version is in the document as well.
        const pre = page.locator('.detail > .value-card pre.value');
        await pre.waitFor();
        expect(await pre.textContent()).toMatch(shown);
        expect(await page.locator('.detail h2').textContent()).toBe(key.replace('\u202e', String.raw`\u{202e}`));
        await studio.show(page, '/transactions');
        await page.locator('.row').nth(1).waitFor();
    });

    it('shows what there is room for of a large transaction, and keeps the keys that are shown when a block comes', async () => {
        const { transaction } = await studio.call('submit', 'putMany', 'many-', '1200');
        await studio.show(page, `/transactions/${transaction.id}`);
        await page.locator('h3', { hasText: '1200 keys' }).waitFor();
        await page.locator('.note', { hasText: '200 more changes are left out' }).waitFor();
        await studio.show(page, '/ledger/studio');
        await page.getByPlaceholder('Beginning of a key').fill('many-');
        const keys = page.locator('.key-row', { hasText: 'many-' });
        await keys.nth(99).waitFor();
        await page.getByRole('button', { name: 'More keys' }).click();
        await keys.nth(199).waitFor();
        await studio.call('submit', 'put', 'many-0000a', 'v');
        await keys.filter({ hasText: 'many-0000a' }).waitFor();
        expect(await keys.count()).toBe(200);
        await studio.show(page, '/transactions');
    });

    it('studio promise 12: shows all of a long value when it is asked to, and saves it', async () => {
        const { transaction } = await studio.call('submit', 'put', 'whole', 'y'.repeat(1024 * 1024));
        await studio.show(page, '/ledger/studio?key=whole');
        const value = page.locator('.detail > .value-card');
        await value.getByRole('button', { name: 'Show 1.0 MB' }).click();
        await value.getByRole('button', { name: 'Show 1.0 MB' }).waitFor({ state: 'detached' });
        expect(await value.locator('pre.value').textContent()).toHaveLength(1024 * 1024);
        // Another value under the same name: what was loaded is no longer it.
        await studio.call('submit', 'put', 'whole', 'z'.repeat(64 * 1024));
        await value.getByRole('button', { name: 'Show 65.5 KB' }).waitFor();
        expect(await value.locator('pre.value').textContent()).toMatch(/^z{16384}$/);
        await value.getByRole('button', { name: 'Show 65.5 KB' }).click();
        await value.getByRole('button', { name: 'Show 65.5 KB' }).waitFor({ state: 'detached' });
        await page.locator('.detail > .actions').getByRole('button', { name: 'Bytes' }).click();
        await value.locator('pre.value[data-kind=hex]').waitFor();
        expect(await value.locator('pre.value').textContent()).toMatch(/^(?:7a ?){65536}$/);
        await studio.show(page, `/transactions/${transaction.id}`);
        const saved = page.waitForEvent('download');
        await page.locator('.facts').getByRole('button', { name: 'Save as file' }).first().click();
        const download = await saved;
        // Its name is that of the transaction: a key may be anything.
        expect(download.suggestedFilename()).toBe(`${transaction.id.slice(0, 16)}.txt`);
        expect(statSync(await download.path()).size).toBe(1024 * 1024);
    });

    it('studio promise 12: shows bytes that are no text, and keys with U+0000', async () => {
        await studio.call('submit', 'putBytes', 'bytes', Buffer.from([0xff, 0xfe, 0x00]).toString('base64'));
        await studio.call('submit', 'put', 'a\u0001b', 'x');
        await studio.show(page, '/ledger/studio?key=bytes');
        await page.locator('.detail pre.value[data-kind=hex]', { hasText: 'ff fe 00' }).waitFor();
        await page.locator('.key-row', { hasText: String.raw`a\u{1}b` }).waitFor();
        expect(studio.complaints).toEqual([]);
        expect(studio.strangers).toEqual([]);
    });

    it('shows where a contract threw, and what it printed, beside the transaction', async () => {
        const { transaction } = await studio.call('submit', 'stumble', 'foot');
        expect(transaction.outcome.kind).toBe('refused');
        // Output comes by a pipe of its own.
        await studio.dev.printed(/there is no such foot/g);
        await studio.show(page, `/transactions/${transaction.id}`);
        await page.locator('.reason .sentence', { hasText: 'The contract threw' }).waitFor();
        const stack = await page.locator('.card .thrown').textContent();
        expect(stack).toMatch(/^TypeError: there is no such foot\n +at StudioContract\.stumble/);
        await page.locator('.log-line.warn', { hasText: /about to stumble.* key=foot/ }).waitFor();
        await studio.show(page, '/chaincode');
        const line = page.locator('.log-line.warn', { hasText: 'about to stumble' });
        await line.getByRole('link').click();
        await page.locator('.transaction-head h2', { hasText: 'stumble' }).waitFor();
    });

    it('shows all of a transaction as it was sent', async () => {
        const { transaction } = await studio.call('submit', 'put', 'sent', 'v');
        await studio.show(page, `/transactions/${transaction.id}`);
        await page.getByText('Raw', { exact: true }).click();
        const raw = page.locator('details', { hasText: 'Raw' }).locator('pre.value');
        await raw.waitFor();
        expect(await raw.textContent()).toMatch(/"type": "ENDORSER_TRANSACTION"[^]*"nonce": "[0-9a-f]{48}"/);
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: /^Save the envelope/ }).click();
        expect((await saved).suggestedFilename()).toBe(`${transaction.id.slice(0, 16)}.envelope.pb`);
    });

    it('calls a transaction of which nobody has told what it takes', async () => {
        await studio.show(page, '/contracts/studio/unknown');
        await page.getByRole('button', { name: 'Add an argument' }).click();
        await page.getByLabel('Argument 1').fill('anything');
        await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
        await page.locator('.detail .badge', { hasText: 'UNKNOWN_TRANSACTION' }).waitFor();
        expect(await page.locator('pre.copy').textContent()).toBe('heddle invoke unknown anything');
    });

    it('studio promise 11: gives the same call in a shell, in an application and in a test', async () => {
        const text = 'it\'s "x" $(id) \u202e';
        await studio.show(page, '/contracts/studio/echo');
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await page.locator('#input-text').fill(text);
        const copies: string[] = [];
        for (const kind of ['heddle', 'application', 'test']) {
            await page.getByRole('button', { name: kind, exact: true }).click();
            await page.getByRole('button', { name: 'Copy', exact: true }).click();
            copies.push(await copiedBy(page, copies.at(-1) ?? ''));
        }
        const [shell = '', application = '', test = ''] = copies;
        const run = `heddle() { "${process.execPath}" "${HEDDLE}" "$@"; }\n${shell}\n`;
        expect((await runShell(run, { cwd: studio.dev.folder })).trim()).toBe(text);
        // What they call is known from their types; here it is what they send that counts.
        const calls = `const told = (...args) => console.log(JSON.stringify(args));
            const contract = { evaluate: async (name, { arguments: args }) => told(name, ...args) };
            const net = { evaluate: async (...args) => told(...args) };
            (async () => { ${application} ${test} })();`;
        const { stdout } = await runProgram(['-e', calls], { cwd: studio.dev.folder });
        expect(
            stdout
                .trim()
                .split('\n')
                .map((line) => JSON.parse(line) as unknown),
        ).toEqual([
            ['echo', text],
            ['echo', text],
        ]);
    });
});

/** What is in the clipboard, as soon as it is something else than before. */
async function copiedBy(page: Page, before: string): Promise<string> {
    const read = `navigator.clipboard.readText().then((text) => text !== ${JSON.stringify(before)} && text)`;
    return await (await page.waitForFunction<string>(read)).jsonValue();
}
