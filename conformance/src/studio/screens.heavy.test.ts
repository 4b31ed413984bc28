import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { asset, StudioPage } from './studio-page';

jest.setTimeout(300_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = ['transactions', 'contracts', 'ledger', 'blocks', 'events', 'identities', 'chaincode'];
const LOOKS = [1440, 1280, 768, 390].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser.each(['an empty ledger', 'some transactions', 'many transactions'])('the screens over %s', (what) => {
    let studio: StudioPage;
    let paths: string[];
    beforeAll(async () => {
        studio = await StudioPage.start(['--organizations', 'Org1MSP,Org2MSP', '--determinism', 'off']);
        paths = SCREENS.map((screen) => `/${screen}`);
        const count = { 'an empty ledger': 0, 'some transactions': 3 }[what] ?? 400;
        for (let index = 0; index < count; index += 8)
            await Promise.all(
                Array.from({ length: Math.min(8, count - index) }, (_, one) =>
                    studio.call('submit', 'createAsset', asset(`asset${index + one}`)),
                ),
            );
        if (count === 0) return;
        const refused = await studio.call('submit', 'createAsset', asset('asset0'));
        const held = [
            await studio.call('hold', 'transferAsset', 'asset0', 'A'),
            await studio.call('hold', 'transferAsset', 'asset0', 'B'),
        ];
        await studio.api('held/commit', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ ids: held.map(({ transaction }) => transaction.id) }),
        });
        paths.push(
            `/transactions/${refused.transaction.id}`,
            `/transactions/${held[1]?.transaction.id ?? ''}`,
            '/contracts/asset-transfer/createAsset',
            `/ledger/asset-transfer?key=${encodeURIComponent('\u0000asset\u0000asset0\u0000')}`,
            '/blocks/1',
        );
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    // The looks differ in the same way whatever the ledger has; two of them are enough for the other ledgers.
    const looks = what === 'some transactions' ? LOOKS : [LOOKS[0], LOOKS.at(-1)].filter((look) => look !== undefined);
    it.each(looks)('studio promise 17: fit $width in $colorScheme, and can be used by everybody', async (look) => {
        const page = await studio.open('/', look);
        const findings: string[] = [];
        for (const path of paths) {
            await page.goto(studio.address + path);
            await page.locator('h1').first().waitFor();
            await page.waitForTimeout(200);
            if (await isWide(page, look.width)) findings.push(`${path} is wider than ${look.width}`);
            findings.push(...(await violations(page)).map((text) => `${path}: ${text}`));
        }
        expect(findings).toEqual([]);
        expect(studio.complaints).toEqual([]);
        await page.context().close();
    });
});

async function isWide(page: Page, width: number): Promise<boolean> {
    return (await page.evaluate<number>('document.documentElement.scrollWidth')) > width;
}

interface Violation {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds against WCAG 2.2 AA. */
async function violations(page: Page): Promise<string[]> {
    const run = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((found) => found.violations)`;
    // By the protocol of developers' tools, which the page's policy does not hold.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: AXE });
    const { result } = await session.send('Runtime.evaluate', {
        expression: run,
        awaitPromise: true,
        returnByValue: true,
    });
    return (result.value as readonly Violation[]).flatMap(({ id, nodes }) =>
        nodes.map(
            ({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary.split('\n')[1]?.trim() ?? ''}`,
        ),
    );
}
