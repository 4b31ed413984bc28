// Measures the page on a network of its own, in Chromium: `npm run studio:figures`. What it costs the peer is `npm run bench:studio`.
'use strict';

const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { setTimeout: wait } = require('node:timers/promises');
const { chromium } = require('playwright-core');
const { ROOT } = require('./workspaces');

const DEV = join(ROOT, 'packages', 'dev', 'dist');
const { PrintedLines } = require(join(DEV, 'studio', 'record', 'printed-lines'));
const { Recorder } = require(join(DEV, 'studio', 'record', 'recorder'));
const { openStudio } = require(join(DEV, 'studio', 'studio'));
const { ListeningNetwork } = require(join(DEV, 'testing', 'listening-network'));
const { observedProposal } = require(join(DEV, 'testing', 'observed-proposal'));

const PER_SECOND = 1000;
const SECONDS = 60;
const SUMMARIES = 100_000;
const BLOCKS_BACK = 3000;
const MIB = 1024 * 1024;

async function main() {
    const recorder = new Recorder();
    recorder.setMaxListeners(0);
    const network = await ListeningNetwork.start({ observer: recorder });
    const studio = await openStudio(optionsOf(network, recorder));
    const key = studio.addressWithKey.slice(`${studio.address}/#k=`.length);
    const ask = async (path) => {
        const begin = performance.now();
        const response = await globalThis.fetch(`${studio.address}/api/v1/${path}`, {
            headers: { authorization: `Bearer ${key}` },
        });
        const answer = await response.json();
        if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
        return { milliseconds: Math.round(performance.now() - begin), answer };
    };
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
        chromiumSandbox: process.getuid() !== 0,
    });
    try {
        await measureLedger(network, ask);
        await measurePage(browser, studio, recorder);
        measureRecorder();
    } finally {
        await browser.close();
        await studio.close();
        await network[Symbol.asyncDispose]();
    }
}

function optionsOf({ peer, folder }, recorder) {
    const network = {
        peer,
        channel: 'mychannel',
        cryptoFolder: folder.path,
        queries: 'leveldb',
        showsTransient: false,
        chaincodes: () => [{ name: 'store', collections: ['secrets'] }],
        metadataOf: () => Promise.resolve(null),
        runAgain: () => undefined,
        createUser: () => undefined,
    };
    return { network, recorder, folder: folder.path, port: 0, printed: new PrintedLines() };
}

/** Answers of the process: a conflict explained, and the ledger as it was. */
async function measureLedger({ peer }, ask) {
    const put = (value) => ({ chaincode: 'store', function: 'put', args: ['key', value] });
    for (let count = 0; count < BLOCKS_BACK; count += 50)
        for (const one of await Promise.all(Array.from({ length: 50 }, (_, at) => peer.endorse(put(`${count + at}`)))))
            await peer.commit(one);
    const append = { chaincode: 'store', function: 'appendAtOnce', args: ['key', 'x'] };
    const both = await Promise.all([peer.endorse(append), peer.endorse(append)]);
    const [, second] = await peer.commit(...both);
    const why = await ask(`transactions/${both[1].txId}/why`);
    tell('why of a conflict', `${why.milliseconds} ms (${second.status})`);
    const { answer: known } = await ask('network');
    const past = await ask(`state?namespace=store&asOf=${known.height - 1 - BLOCKS_BACK}`);
    tell(`as of ${BLOCKS_BACK} blocks back`, `${past.milliseconds} ms`);
    for (const what of ['', '&prefix=ke'])
        tell(`keys${what}`, `${(await ask(`state?namespace=store${what}`)).milliseconds} ms`);
}

/** A page under a feed, and what it keeps of it. */
async function measurePage(browser, studio, recorder) {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.addInitScript(`
        window.longest = 0;
        new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); })
            .observe({ type: 'longtask', buffered: true });
    `);
    const begin = performance.now();
    await page.goto(studio.addressWithKey);
    await page.locator('.row:not(.head)').first().waitFor();
    tell('request to list', `${Math.round(performance.now() - begin)} ms`);
    const paint = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`);
    tell('first paint', `${Math.round(paint)} ms`);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const before = await metricsOf(session);
    await page.evaluate('longest = 0');
    const age = { most: 0 };
    await feed(recorder, SECONDS * PER_SECOND, PER_SECOND, async (number) => {
        const sent = performance.now();
        await page
            .locator('.rows .call', { hasText: `key${number}"` })
            .first()
            .waitFor({ timeout: 5000 });
        age.most = Math.max(age.most, performance.now() - sent);
    });
    const after = await metricsOf(session);
    const share = (after.TaskDuration - before.TaskDuration) / (after.Timestamp - before.Timestamp);
    tell(`main thread at ${PER_SECOND} a second`, `${(share * 100).toFixed(1)} %`);
    tell('longest task', `${Math.round(await page.evaluate('longest'))} ms`);
    tell('oldest that the newest row was', `${Math.round(age.most)} ms`);
    await feed(recorder, SUMMARIES - SECONDS * PER_SECOND, 2 * PER_SECOND, () => Promise.resolve());
    await session.send('HeapProfiler.collectGarbage');
    tell(`heap of the page after ${SUMMARIES}`, `${((await metricsOf(session)).JSHeapUsedSize / MIB).toFixed(1)} MiB`);
}

async function metricsOf(session) {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Tells the recorder of proposals as evenly as timers are; looks for one of them every two seconds. */
async function feed(recorder, count, perSecond, look) {
    const begin = performance.now();
    let looking = Promise.resolve();
    for (let told = 0; told < count;) {
        const due = Math.min(count, Math.floor(((performance.now() - begin) / 1000) * perSecond));
        for (; told < due; told++) recorder.proposal(observedProposal(++numbers));
        if (numbers % (2 * perSecond) < perSecond / 20) looking = look(numbers).catch(() => undefined);
        await wait(20);
    }
    await looking;
}
let numbers = 0;

/** What the process keeps of proposals. */
function measureRecorder() {
    if (global.gc === undefined) return;
    global.gc();
    const before = process.memoryUsage();
    const recorder = new Recorder();
    for (let number = 0; number < SUMMARIES; number++)
        recorder.proposal(observedProposal(number, Buffer.alloc(100, number)));
    global.gc();
    const { heapUsed, external } = process.memoryUsage();
    const grown = heapUsed + external - before.heapUsed - before.external;
    tell(
        `process after ${SUMMARIES}, of which it keeps ${[...recorder.newest()].length}`,
        `+${(grown / MIB).toFixed(1)} MiB`,
    );
}

function tell(what, figure) {
    console.log(`${what.padEnd(52)} ${figure}`);
}

void main();
