import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { NO_BROWSER } from '../harness/browser';
import { DevPackage } from '../harness/dev-package';
import { HEDDLE, runProgram } from '../harness/run-program';
import { runShell } from '../harness/run-shell';
import { FakeBrowser } from './fake-browser';
import { studioContractFolder, StudioPage } from './studio-page';

jest.setTimeout(180_000);

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser('the page while its heddle dev changes, ends and comes again', () => {
    let studio: StudioPage | undefined;
    afterEach(async () => {
        await studio?.[Symbol.asyncDispose]();
        studio = undefined;
    });

    it('studio promise 10: shows where a source does not build, and the new code when it does', async () => {
        const folder = studioContractFolder();
        studio = await StudioPage.start(['--build', 'node --check index.js'], folder);
        const page = await studio.open('/chaincode');
        const source = join(folder, 'index.js');
        const right = readFileSync(source, 'utf8');
        writeFileSync(source, `${right}const = 1;\n`);
        await page.locator('.reason', { hasText: 'index.js:2' }).waitFor();
        expect(await page.locator('.reason .sentence').textContent()).toContain('the old code goes on');
        expect((await studio.call('submit', 'put', 'k', 'v')).transaction.outcome.text).toBe('VALID');
        writeFileSync(source, right);
        await page.locator('.reason').waitFor({ state: 'detached' });
        await page.locator('.part', { hasText: 'runs since' }).waitFor();
        expect(await page.locator('.part .note').first().textContent()).toContain('index.js changed');
        await page.getByRole('button', { name: 'Restart' }).click();
        await studio.dev.printed(/the new chaincode runs/g, 2);
        await page.goto(`${studio.address}/transactions`);
        const marks = page.locator('.mark-row');
        await marks.nth(1).waitFor();
        const [restarted, changed] = await marks.allTextContents();
        expect(restarted).toContain('was started anew, and runs since');
        expect(changed).toContain('index.js changed, new code runs since');
    });

    it('studio promise 16: goes on by itself when heddle dev is there again, with the key that it has', async () => {
        const folder = studioContractFolder();
        studio = await StudioPage.start([], folder);
        await studio.call('submit', 'put', 'k', 'v');
        const page = await studio.open();
        await page.locator('.row', { hasText: 'put' }).waitFor();
        await studio.dev.end();
        await page.locator('.strip', { hasText: 'heddle dev has ended' }).waitFor();
        expect(await page.locator('.row', { hasText: 'put' }).count()).toBe(1);
        using browser = await FakeBrowser.create(folder);
        const options = ['--studio', new URL(studio.address).port, '--open'];
        await using again = await DevPackage.start(options, folder, browser.variables);
        expect(await browser.opened).toBe(`${studio.address}/#k=${studio.key}`);
        await page.locator('.strip').waitFor({ state: 'detached', timeout: 30_000 });
        await again.heddle('invoke', 'put', 'k2', 'v2');
        await page.locator('.row', { hasText: 'k2' }).waitFor();
        expect(await page.locator('.row').count()).toBe(2);
    });

    it('makes a user with an attribute, who can call at once', async () => {
        studio = await StudioPage.start([], studioContractFolder());
        const page = await studio.open('/identities');
        await page.getByText('New user').click();
        await page.getByLabel('Name', { exact: true }).fill('minter');
        await page.getByRole('button', { name: 'Add an attribute' }).click();
        await page.getByLabel('Name of attribute 1').fill('role');
        await page.getByLabel('Value of attribute 1').fill('minter');
        await page.getByRole('button', { name: 'Make this user' }).click();
        await page.locator('.card', { hasText: 'role=minter' }).waitFor();
        const sent = { identity: { mspId: 'Org1MSP', user: 'minter' } };
        const { transaction } = await studio.call('submit', 'put', 'k', 'v', sent);
        expect([transaction.outcome.text, transaction.by.user]).toEqual(['VALID', 'minter']);
        expect(studio.complaints).toEqual([]);
    });

    it('studio promise 11: gives the same call in a shell, in an application and in a test', async () => {
        const folder = studioContractFolder();
        studio = await StudioPage.start([], folder);
        const text = 'it\'s "x" $(id) \u202e';
        const page = await studio.open('/contracts/studio/echo');
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await page.locator('#input-text').fill(text);
        const copies: string[] = [];
        for (const kind of ['heddle', 'application', 'test']) {
            await page.getByRole('button', { name: kind, exact: true }).click();
            await page.getByRole('button', { name: 'Copy', exact: true }).click();
            copies.push(await page.evaluate<string>('navigator.clipboard.readText()'));
        }
        const [shell = '', application = '', test = ''] = copies;
        const run = `heddle() { "${process.execPath}" "${HEDDLE}" "$@"; }\n${shell}\n`;
        expect((await runShell(run, { cwd: folder })).trim()).toBe(text);
        // What they call is known from their types; here it is what they send that counts.
        const calls = `const told = (...args) => console.log(JSON.stringify(args));
            const contract = { evaluate: async (name, { arguments: args }) => told(name, ...args) };
            const net = { evaluate: async (...args) => told(...args) };
            (async () => { ${application} ${test} })();`;
        const { stdout } = await runProgram(['-e', calls], { cwd: folder });
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
