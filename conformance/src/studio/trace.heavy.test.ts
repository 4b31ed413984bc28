import { mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { NO_BROWSER, openBrowser } from '../harness/browser';
import { runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';

const MARKUP = '</script><img src=x onerror="alert(1)">';

/** Tests that fail, for jest and for Node's own runner: one network each, and one for all. */
const TESTS = `
const { TestNetwork } = require('@heddle/testing');
const { AssetTransfer } = require(${JSON.stringify(join(ROOT, 'examples/asset-transfer/dist/index.js'))});
const { after, before, describe, it } = globalThis.describe
    ? { ...globalThis, before: beforeAll, after: afterAll }
    : require('node:test');
const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };
async function within(run) {
    const net = await TestNetwork.start({ contracts: [AssetTransfer] });
    try { await run(net); } finally { await net.close(); }
}
describe('assets', () => {
    let shared;
    before(async () => { shared = await TestNetwork.start({ contracts: [AssetTransfer] }); });
    after(() => shared.close());
    it('can be created', () => within((net) => net.as('ann').submit('createAsset', RED)));
    it('can be given away twice', () => within(async (net) => {
        const ann = net.as('ann');
        await ann.submit('createAsset', { ...RED, id: 'gone', owner: ${JSON.stringify(MARKUP)} });
        await ann.submit('deleteAsset', 'gone');
        await ann.submit('createAsset', RED);
        const both = [await ann.endorse('transferAsset', 'a1', 'bob'), await ann.endorse('transferAsset', 'a1', 'carol')];
        const codes = await net.commit(...both);
        if (codes[1] !== 'VALID') throw new Error('the second one is ' + codes[1]);
    }));
    it('can be given away when it does not exist', () => shared.as('bob').submit('transferAsset', 'nothing', 'bob'));
});
`;

/** As if the package were not installed. */
const WITHOUT_DEV = `
const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
    if (name.startsWith('@heddle/dev')) throw new Error('cannot find ' + name);
    return resolve.call(this, name, ...rest);
};
`;

const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
/** So that nothing is waited for in vain. */
const MOST_MS = 120_000;

let folder: string;
/** What jest has printed; its traces are in a folder of its name. */
let ofJest: string;
beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-trace-')));
    writeFileSync(join(folder, 'package.json'), '{ "name": "traced", "version": "1.0.0" }');
    writeFileSync(join(folder, 'assets.test.js'), TESTS);
    writeFileSync(join(folder, 'without-dev.js'), WITHOUT_DEV);
    writeFileSync(join(folder, 'jest.config.js'), 'module.exports = { transform: {} };');
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    ofJest = await run([JEST, '--ci'], 'jest');
}, MOST_MS);
afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
});

/** Runs the tests, and gives what was printed. */
async function run(args: readonly string[], traces: string | undefined): Promise<string> {
    const env = traces === undefined ? {} : { HEDDLE_TRACE: traces };
    const { stdout, stderr } = await runProgram(args, { cwd: folder, env, timeoutMs: MOST_MS });
    return stdout + stderr;
}

describe('the traces of tests that fail', () => {
    it.each<[runner: string, run: () => Promise<string> | string]>([
        ['jest', () => ofJest],
        ['node --test', () => run(['--test', 'assets.test.js'], 'node --test')],
    ])('are left by %s, one for each failure, which says where', async (runner, ran) => {
        const output = await ran();
        const files = readdirSync(join(folder, runner));
        expect(files).toHaveLength(2);
        for (const file of files) expect(output).toContain(`trace: ${join(folder, runner, file)}`);
        expect(output).toMatch(/ASSET_NOT_FOUND: there is no asset\(nothing\)\s+trace: /);
    });

    it('are not left where nobody asks for them, nor where there is no page', async () => {
        expect(await run(['--test', 'assets.test.js'], undefined)).not.toContain('trace: ');
        const output = await run(['-r', './without-dev.js', '--test', 'assets.test.js'], 'none');
        const reasons = output.match(/HEDDLE_TRACE leaves nothing: .*/g);
        expect(reasons).toEqual([expect.stringContaining('npm install --save-dev @heddle/dev')]);
        expect(readdirSync(folder)).not.toContain('none');
    });
});

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser('the page of a test that failed', () => {
    let browser: Browser;
    let page: Page;
    const requests: string[] = [];
    const complaints: string[] = [];
    beforeAll(async () => {
        const file = readdirSync(join(folder, 'jest')).find((name) => name.includes('twice')) ?? '';
        browser = await openBrowser();
        page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        page.on('request', (request) => requests.push(request.url()));
        page.on('pageerror', ({ message }) => complaints.push(message));
        page.on('dialog', (dialog) => {
            complaints.push(dialog.message());
            void dialog.dismiss();
        });
        page.on('console', (message) => {
            if (message.type() === 'error') complaints.push(message.text());
        });
        await page.goto(pathToFileURL(join(folder, 'jest', file)).href);
    });
    afterAll(async () => {
        await browser.close();
    });

    it('tells which test failed, and has its transactions', async () => {
        await page.locator('.failed-test', { hasText: 'assets can be given away twice failed' }).waitFor();
        await page.locator('.failed-test', { hasText: 'the second one is MVCC_READ_CONFLICT' }).waitFor();
        await page.locator('.row:not(.head)').nth(4).waitFor();
        expect(await page.locator('.row:not(.head)').count()).toBe(5);
    });

    it('explains why a transaction is invalid, and leads to the other one', async () => {
        await page.locator('.row.invalid', { hasText: 'carol' }).click();
        await page.locator('.reason .sentence', { hasText: 'It read asset / a1, and another transaction' }).waitFor();
        await page.locator('.detail .diff .added', { hasText: '"owner": "carol"' }).waitFor();
        expect(await page.getByRole('button', { name: 'Run again' }).count()).toBe(0);
        await page.locator('.reason a').click();
        await page.locator('.detail h2', { hasText: 'bob' }).waitFor();
        await page.goBack();
        await page.locator('.detail h2', { hasText: 'carol' }).waitFor();
    });

    it('has the ledger as it is and as it was, at addresses that can be loaded again', async () => {
        await page.getByRole('link', { name: 'Ledger' }).first().click();
        await page.locator('.key-row', { hasText: 'asset / a1' }).click();
        await page.locator('.detail pre.value', { hasText: '"owner": "bob"' }).first().waitFor();
        await page.locator('.key-row', { hasText: 'gone' }).waitFor({ state: 'detached' });
        await page.locator('.detail').getByRole('link', { name: 'as it was then' }).last().click();
        await page.locator('.strip', { hasText: 'You look at the ledger as it was' }).waitFor();
        await page.reload();
        await page.locator('.detail > .value-card pre.value', { hasText: '"owner": "ann"' }).waitFor();
        await page.locator('.rail input').focus();
        for (let presses = 0; presses < 2; presses++) await page.keyboard.press('ArrowLeft');
        await page.locator('.key-row', { hasText: 'asset / gone' }).waitFor();
        expect(await page.locator('.key-row', { hasText: 'asset / a1' }).count()).toBe(0);
    });

    it('has blocks, the forms of the contract without a way to call it, and who called', async () => {
        await page.getByRole('link', { name: 'Blocks' }).first().click();
        await page.locator('.key-row', { hasText: '1 VALID, 1 MVCC_READ_CONFLICT' }).click();
        await page.locator('.detail', { hasText: 'is the hash of the block before' }).waitFor();
        await page.getByRole('link', { name: 'Contracts' }).first().click();
        await page.locator('.functions a', { hasText: 'transferAsset' }).click();
        await page.locator('#input-newOwner').waitFor();
        expect(await page.getByRole('button', { name: /Submit|Hold|What would happen/ }).count()).toBe(0);
        await page.getByRole('link', { name: 'Identities' }).first().click();
        await page.locator('.card', { hasText: 'ann' }).waitFor();
    });

    it('asks nobody for anything, and takes nothing of the ledger for its own', () => {
        expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
        expect(complaints).toEqual([]);
    });
});
