import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CDPSession, Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { asset, settled, StudioPage } from './studio-page';

jest.setTimeout(120_000);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = ['transactions', 'contracts', 'ledger', 'blocks', 'events', 'identities', 'chaincode'];
/** Every width, and each layout in both schemes: what is coloured how does not depend on some pixels more. */
const LOOKS = [
    [1440, 'light'],
    [1440, 'dark'],
    [1280, 'dark'],
    [768, 'light'],
    [390, 'light'],
    [390, 'dark'],
] as const;
const FEW_LOOKS = [LOOKS[0], LOOKS[5]];

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

    it('studio promise 17: fit, and can be used by everybody, over an empty ledger', async () => {
        expect(
            await findingsOn(
                SCREENS.map((screen) => `/${screen}`),
                FEW_LOOKS,
            ),
        ).toEqual([]);
    });

    it.each(SCREENS)(
        'studio promise 17: fit, and can be used by everybody, over some transactions: %s',
        async (screen) => {
            if (screen === SCREENS[0]) await submitAll(3, 'asset');
            expect(await findingsOn([`/${screen}`])).toEqual([]);
        },
    );

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
        await submitAll(120, 'many');
        expect(await findingsOn(['/transactions', '/ledger'], FEW_LOOKS)).toEqual([]);
        expect(studio.complaints).toEqual([]);
    });

    /** As many at once as the page may have under way. */
    async function submitAll(count: number, name: string): Promise<void> {
        for (let first = 0; first < count; first += 8) {
            const ids = Array.from({ length: Math.min(8, count - first) }, (_, index) => `${name}${first + index}`);
            await Promise.all(ids.map((id) => studio.call('submit', 'createAsset', asset(id))));
        }
    }

    /** What is wrong with some addresses. */
    async function findingsOn(paths: readonly string[], looks: readonly Look[] = LOOKS): Promise<string[]> {
        const findings: string[] = [];
        for (const path of paths) {
            await page.goto(studio.address + path);
            await settled(page);
            await axe.send('Runtime.evaluate', { expression: AXE });
            for (const look of looks) findings.push(...(await findingsAt(look)).map((text) => `${path}: ${text}`));
        }
        return findings;
    }

    async function findingsAt([width, colorScheme]: Look): Promise<string[]> {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-scheme=${colorScheme}]`).waitFor();
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        const found = [...(wide > width ? [`is ${wide} wide`] : []), ...(await violations())];
        return found.map((text) => `at ${width}, ${colorScheme}: ${text}`);
    }

    /** What axe finds against WCAG 2.2 AA. */
    async function violations(): Promise<string[]> {
        const asked = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] };
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

type Look = (typeof LOOKS)[number];

interface Violation {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
