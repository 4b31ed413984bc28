import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CDPSession, Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { asset, settled, StudioPage } from './studio-page';

jest.setTimeout(120_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = ['transactions', 'contracts', 'ledger', 'blocks', 'events', 'identities', 'chaincode'];
const WIDTHS = [1440, 1280, 768, 390];
const SCHEMES = ['light', 'dark'] as const;

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

/** One ledger, which has more and more: what is on a screen differs with it, not how it is laid out. */
inBrowser('the screens', () => {
    let studio: StudioPage;
    let page: Page;
    let axe: CDPSession;
    beforeAll(async () => {
        studio = await StudioPage.start(['--organizations', 'Org1MSP,Org2MSP', '--determinism', 'off']);
        page = await studio.open('/');
        // By the protocol of developers' tools, which the page's policy does not hold.
        axe = await page.context().newCDPSession(page);
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    it('studio promise 17: fit every width in both schemes over an empty ledger, and can be used by everybody', async () => {
        expect(await findingsOn(SCREENS.map((screen) => `/${screen}`))).toEqual([]);
    });

    it.each(SCREENS)('studio promise 17: fit, and can be used by everybody, over some transactions: %s', async (screen) => {
        if (screen === SCREENS[0]) await submitAll(3);
        expect(await findingsOn([`/${screen}`])).toEqual([]);
    });

    it('studio promise 17: fit, and can be used by everybody, where something is open', async () => {
        const refused = await studio.call('submit', 'createAsset', asset('asset0'));
        const held = [
            await studio.call('hold', 'transferAsset', 'asset0', 'A'),
            await studio.call('hold', 'transferAsset', 'asset0', 'B'),
        ];
        await studio.commitHeld(...held);
        const paths = [
            `/transactions/${refused.transaction.id}`,
            `/transactions/${held[1]?.transaction.id ?? ''}`,
            '/contracts/asset-transfer/createAsset',
            `/ledger/asset-transfer?key=${encodeURIComponent('\u0000asset\u0000asset0\u0000')}`,
            '/blocks/1',
        ];
        expect(await findingsOn(paths)).toEqual([]);
    });

    it('studio promise 17: fit, and can be used by everybody, over more than a screen has rows', async () => {
        await submitAll(120);
        expect(await findingsOn(['/transactions', '/ledger', '/blocks'])).toEqual([]);
        expect(studio.complaints).toEqual([]);
    });

    async function submitAll(count: number): Promise<void> {
        const ids = Array.from({ length: count }, (_, index) => `asset${index}`);
        for (const id of ids) await studio.call('submit', 'createAsset', asset(id));
    }

    /** What is wrong with some addresses, at each width and in both schemes. */
    async function findingsOn(paths: readonly string[]): Promise<string[]> {
        const findings: string[] = [];
        for (const path of paths) {
            await page.goto(studio.address + path);
            await settled(page);
            await axe.send('Runtime.evaluate', { expression: AXE });
            for (const width of WIDTHS) findings.push(...(await findingsAt(width)).map((text) => `${path}: ${text}`));
        }
        return findings;
    }

    /** Colours have nothing to do with the structure: they are looked at in both schemes, all else once. */
    async function findingsAt(width: number): Promise<string[]> {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        const found = wide > width ? [`is ${wide} wide at ${width}`] : [];
        found.push(...(await violations({ rules: { 'color-contrast': { enabled: false } } })));
        for (const colorScheme of width === WIDTHS[0] || width === WIDTHS.at(-1) ? SCHEMES : []) {
            await page.emulateMedia({ colorScheme });
            await page.locator(`html[data-scheme=${colorScheme}]`).waitFor();
            found.push(...(await violations({ runOnly: ['color-contrast'] })));
        }
        return found.map((text) => `at ${width}: ${text}`);
    }

    /** What axe finds, by default against WCAG 2.2 AA. */
    async function violations(options: object): Promise<string[]> {
        const asked = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], ...options };
        const { result } = await axe.send('Runtime.evaluate', {
            expression: `axe.run(${JSON.stringify(asked)}).then((found) => found.violations)`,
            awaitPromise: true,
            returnByValue: true,
        });
        return (result.value as readonly Violation[]).flatMap(({ id, nodes }) =>
            nodes.map(
                ({ target, failureSummary }) =>
                    `${id} ${target.join(' ')} ${failureSummary.split('\n')[1]?.trim() ?? ''}`,
            ),
        );
    }
});

interface Violation {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
