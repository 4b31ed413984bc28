// Writes the pictures of docs/guide/studio.md from the real page: `npm run studio:pictures`. It needs Chromium.
'use strict';

const { spawn, execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { chromium } = require('playwright-core');
const { ROOT } = require('./workspaces');

const HEDDLE = join(ROOT, 'packages', 'cli', 'bin', 'heddle.js');
const EXAMPLE = join(ROOT, 'examples', 'asset-transfer');
const OUT = join(ROOT, 'docs', 'guide', 'pictures');
const SIZE = { width: 1280, height: 800 };

async function main() {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-pictures-'));
    for (const name of ['package.json', 'dist']) cpSync(join(EXAMPLE, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const options = ['--port', '0', '--organizations', 'Org1MSP,Org2MSP', '--build', 'node --version'];
    const dev = spawn(process.execPath, [HEDDLE, 'dev', ...options], { cwd: folder });
    const address = await addressOf(dev);
    const heddle = (...args) => execFileSync(process.execPath, [HEDDLE, ...args], { cwd: folder, stdio: 'ignore' });
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
        chromiumSandbox: process.getuid() !== 0,
    });
    try {
        fill(heddle);
        await takeAll(browser, address);
    } finally {
        await browser.close();
        dev.kill('SIGINT');
        rmSync(folder, { recursive: true, force: true });
    }
}

function addressOf(dev) {
    return new Promise((resolve, reject) => {
        let output = '';
        dev.stdout.on('data', (text) => {
            output += text;
            const [, found] = /page +(http:\S+)/.exec(output) ?? [];
            if (found !== undefined && output.includes('to begin with')) resolve(found);
        });
        dev.on('close', () => reject(new Error(output)));
    });
}

function fill(heddle) {
    const colors = ['red', 'green', 'blue'];
    for (const [index, owner] of ['Tomoko', 'Brad', 'Jin Soo', 'Max', 'Adriana'].entries()) {
        const asset = {
            id: `asset${index + 1}`,
            color: colors[index % 3],
            size: 5 + index,
            owner,
            appraisedValue: 300 + 100 * index,
        };
        heddle('invoke', 'createAsset', JSON.stringify(asset));
    }
    heddle('query', 'readAsset', 'asset1');
    heddle('invoke', '--msp-id', 'Org2MSP', 'transferAsset', 'asset2', 'Tomoko');
    for (const args of [
        ['query', 'readAsset', 'asset9'],
        ['invoke', 'createAsset', '{"id":"asset8","color":"pink","size":0,"owner":"X","appraisedValue":3}'],
    ])
        try {
            heddle(...args);
        } catch {
            // Refused, to be seen.
        }
    heddle('invoke', 'transferAsset', 'asset1', 'Brad');
}

async function takeAll(browser, address) {
    const light = await openPage(browser, address, 'light');
    await light.locator('.row', { hasText: 'transferAsset("asset1"' }).first().click();
    await take(light, 'studio-transactions');
    await light.goto(`${new URL(address).origin}/contracts/asset-transfer/transferAsset`);
    for (const owner of ['Max', 'Adriana']) {
        await light.locator('#input-id').fill('asset3');
        await light.locator('#input-newOwner').fill(owner);
        await light.getByRole('button', { name: owner === 'Max' ? 'What would happen?' : 'Hold', exact: true }).click();
        await light.waitForTimeout(500);
    }
    await light.locator('#input-newOwner').fill('Brad');
    await light.getByRole('button', { name: 'Hold', exact: true }).click();
    await light.waitForTimeout(500);
    await take(light, 'studio-contracts');
    await light.getByRole('button', { name: /Commit in this order/ }).click();
    await light.waitForTimeout(500);
    const dark = await openPage(browser, address, 'dark');
    await dark.locator('.row.invalid').first().click();
    await take(dark, 'studio-conflict');
    const key = encodeURIComponent('\u0000asset\u0000asset1\u0000');
    await dark.goto(`${new URL(address).origin}/ledger/asset-transfer?key=${key}`);
    await take(dark, 'studio-ledger');
}

async function openPage(browser, address, colorScheme) {
    const page = await (await browser.newContext({ viewport: SIZE, colorScheme })).newPage();
    await page.goto(address);
    await page.locator('.row:not(.head)').first().waitFor();
    return page;
}

async function take(page, name) {
    await page.waitForTimeout(600);
    const file = join(OUT, `${name}.png`);
    await page.screenshot({ path: file });
    console.log(`${name}: ${readFileSync(file).length} bytes`);
}

void main();
