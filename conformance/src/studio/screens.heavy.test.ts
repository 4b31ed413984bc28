import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CDPSession, Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser';
import { asset, settled, StudioPage } from './studio-page';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = ['transactions', 'contracts', 'ledger', 'blocks', 'events', 'identities', 'chaincode'];
const ROWS = 100_000;
const LOOKS = [1440, 1280, 768, 390].flatMap((width) => [
    { width, colorScheme: 'light' as const },
    { width, colorScheme: 'dark' as const },
]);

/** In the page: the words of the bar below that have less than four pixels at a side. */
const TIGHT_WORDS = `[...document.querySelectorAll('.bottom > *')].filter((one) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    const [inner, outer] = [words, one].map((box) => box.getBoundingClientRect());
    return outer.width > 0 && (inner.left - outer.left < 4 || outer.right - inner.right < 4);
}).map((one) => one.textContent)`;

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

/** Looks at the screens of one ledger, in one window. */
class Looker implements AsyncDisposable {
    readonly studio: StudioPage;
    readonly #page: Page;
    readonly #axe: CDPSession;

    private constructor(studio: StudioPage, page: Page, axe: CDPSession) {
        this.studio = studio;
        this.#page = page;
        this.#axe = axe;
    }

    static async start(...options: readonly string[]): Promise<Looker> {
        const studio = await StudioPage.start([
            '--organizations',
            'Org1MSP,Org2MSP',
            '--determinism',
            'off',
            ...options,
        ]);
        const page = await studio.open('/');
        // By the protocol of developers' tools, which the page's policy does not hold.
        return new Looker(studio, page, await page.context().newCDPSession(page));
    }

    /** What is wrong with some addresses, in every width and in both schemes. */
    async findingsOn(paths: readonly string[]): Promise<string[]> {
        const findings: string[] = [];
        for (const path of paths) {
            await this.#page.goto(this.studio.address + path);
            await settled(this.#page);
            await this.#axe.send('Runtime.evaluate', { expression: AXE });
            for (const look of LOOKS)
                findings.push(...(await this.#findingsAt(look)).map((text) => `${path}: ${text}`));
        }
        return findings;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.studio[Symbol.asyncDispose]();
    }

    async #findingsAt({ width, colorScheme }: (typeof LOOKS)[number]): Promise<string[]> {
        await this.#page.setViewportSize({ width, height: 900 });
        await this.#page.emulateMedia({ colorScheme });
        await this.#page.locator(`html[data-scheme=${colorScheme}]`).waitFor();
        const wide = await this.#page.evaluate<number>('document.documentElement.scrollWidth');
        const tight = await this.#page.evaluate<string[]>(TIGHT_WORDS);
        const found = [
            ...(wide > width ? [`is ${wide} wide`] : []),
            ...tight.map((word) => `${word} touches its neighbour in the bar`),
            ...(await this.#violations()),
        ];
        return found.map((text) => `at ${width}, ${colorScheme}: ${text}`);
    }

    /** What axe finds against WCAG 2.2 AA. */
    async #violations(): Promise<string[]> {
        const asked = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] };
        const { result } = await this.#axe.send('Runtime.evaluate', {
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
}

const ALL_SCREENS = SCREENS.map((screen) => `/${screen}`);

/** One ledger, which has more and more: what is on a screen differs with it, not how it is laid out. */
inBrowser('the screens', () => {
    let looker: Looker;
    beforeAll(async () => {
        looker = await Looker.start();
    });
    afterAll(async () => {
        await looker[Symbol.asyncDispose]();
    });

    it('studio promise 17: fit, and can be used by everybody, over an empty ledger', async () => {
        expect(await looker.findingsOn(ALL_SCREENS)).toEqual([]);
    });

    it('studio promise 17: fit, and can be used by everybody, over some transactions', async () => {
        for (const name of ['a', 'b', 'c']) await looker.studio.call('submit', 'createAsset', asset(name));
        expect(await looker.findingsOn(ALL_SCREENS)).toEqual([]);
    });

    it('studio promise 17: fit, and can be used by everybody, where something is open', async () => {
        const { studio } = looker;
        const refused = await studio.call('submit', 'createAsset', asset('a'));
        const held = [
            await studio.call('hold', 'transferAsset', 'a', 'A'),
            await studio.call('hold', 'transferAsset', 'a', 'B'),
        ];
        await studio.commitHeld(...held);
        const paths = [
            `/transactions/${refused.transaction.id}`,
            `/transactions/${held[1]?.transaction.id ?? ''}`,
            '/contracts/asset-transfer/createAsset',
            '/contracts/asset-transfer/another',
            `/ledger/asset-transfer?key=${encodeURIComponent('\u0000asset\u0000a\u0000')}`,
            `/ledger/asset-transfer?key=${encodeURIComponent('\u0000asset\u0000a\u0000')}&asOf=1`,
            '/blocks/1',
        ];
        expect(await looker.findingsOn(paths)).toEqual([]);
        expect(studio.complaints).toEqual([]);
    });
});

inBrowser('the screens over a large ledger', () => {
    let folder: string;
    let looker: Looker;
    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-large-'));
        const seed = join(folder, 'seed.json');
        const state = Array.from({ length: ROWS }, (_, index) => ({ key: `row ${index}`, value: { index } }));
        writeFileSync(seed, JSON.stringify({ state }));
        looker = await Looker.start('--seed', seed);
    });
    afterAll(async () => {
        await looker[Symbol.asyncDispose]();
        rmSync(folder, { recursive: true });
    });

    it('studio promise 17: fit, and can be used by everybody, over 100,000 rows', async () => {
        expect(await looker.findingsOn(ALL_SCREENS)).toEqual([]);
        expect(looker.studio.complaints).toEqual([]);
    });
});

interface Violation {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
