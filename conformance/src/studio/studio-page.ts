import { mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../harness/browser';
import { DevPackage } from '../harness/dev-package';
import { ROOT } from '../repository/source-files';

export interface PageOptions {
    readonly width?: number;
    readonly height?: number;
    readonly colorScheme?: 'light' | 'dark';
}

/** A `heddle dev` and a browser that looks at its page. */
export class StudioPage implements AsyncDisposable {
    readonly dev: DevPackage;
    /** `http://localhost:7060`, or another port. */
    readonly address: string;
    readonly key: string;
    readonly chaincode: string;
    readonly #browser: Browser;
    /** What the console and the browser had to complain about. */
    readonly complaints: string[] = [];
    /** Requests to anybody but the process. */
    readonly strangers: string[] = [];

    private constructor(dev: DevPackage, browser: Browser, address: string) {
        this.dev = dev;
        this.#browser = browser;
        this.address = address;
        this.chaincode = / chaincode +(\S+)/.exec(dev.output)?.[1] ?? '';
        this.key = readFileSync(join(dev.folder, '.heddle', 'studio-key'), 'utf8').trim();
    }

    /** @param folder of the package; default: a copy of the asset-transfer example */
    static async start(options: readonly string[] = [], folder?: string): Promise<StudioPage> {
        const opening = openBrowser();
        try {
            const dev = await DevPackage.start(options, folder);
            await dev.printed(/ {4}page +http/g);
            const [, address = ''] = /page +(http:\/\/localhost:\d+)/.exec(dev.output) ?? [];
            return new StudioPage(dev, await opening, address);
        } catch (error) {
            await (await opening).close();
            throw error;
        }
    }

    /** Opens the printed address, or another one of the page, in a window of its own. */
    async open(path = '/', { width = 1440, height = 900, colorScheme = 'light' }: PageOptions = {}): Promise<Page> {
        const context = await this.#browser.newContext({ viewport: { width, height }, colorScheme });
        await context.addInitScript(
            `addEventListener('securitypolicyviolation', (event) => console.error('CSP ' + event.blockedURI));`,
        );
        const page = await context.newPage();
        page.on('console', (message) => {
            if (message.type() === 'error') this.complaints.push(message.text());
        });
        page.on('pageerror', ({ message }) => this.complaints.push(message));
        page.on('dialog', (dialog) => {
            this.complaints.push(`a dialog: ${dialog.message()}`);
            void dialog.dismiss();
        });
        page.on('request', (request) => {
            if (!request.url().startsWith(this.address)) this.strangers.push(request.url());
        });
        // The page takes the key out of any of its addresses.
        await page.goto(`${this.address}${path}#k=${this.key}`);
        await page.locator('.lamp.live').waitFor({ state: 'attached' });
        return page;
    }

    /** Opens the page in a browser that runs no script. */
    async openWithoutScript(): Promise<Page> {
        const viewport = { width: 1440, height: 900 };
        const page = await (await this.#browser.newContext({ viewport, javaScriptEnabled: false })).newPage();
        await page.goto(this.address);
        return page;
    }

    /** Opens another address of the page in a window that is there. */
    async show(page: Page, path: string): Promise<void> {
        await page.goto(this.address + path);
    }

    /** A request as a program makes it, with the key. */
    async api(path: string, init: RequestInit = {}): Promise<Response> {
        return await fetch(`${this.address}/api/v1/${path}`, {
            ...init,
            headers: { authorization: `Bearer ${this.key}`, ...(init.headers as Record<string, string> | undefined) },
        });
    }

    /** Calls a transaction as the page does. */
    async call(mode: string, name: string, ...args: readonly (string | CallOthers)[]): Promise<CallOutcome> {
        const response = await this.api('calls', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
                callId: crypto.randomUUID(),
                mode,
                chaincode: this.chaincode,
                function: name,
                args: args.filter((arg) => typeof arg === 'string'),
                identity: { mspId: 'Org1MSP', user: 'User1' },
                ...Object.assign({}, ...args.filter((arg) => typeof arg !== 'string')),
            }),
        });
        const answer = (await response.json()) as CallOutcome & { readonly error?: unknown };
        if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
        return answer;
    }

    /** Commits held calls in one block, in this order. @returns what the block says of each */
    async commitHeld(...calls: readonly CallOutcome[]): Promise<unknown[]> {
        const response = await this.api('held/commit', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ ids: calls.map(({ transaction }) => transaction.id) }),
        });
        return (await response.json()) as unknown[];
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await Promise.all([this.#browser.close(), this.dev[Symbol.asyncDispose]()]);
    }
}

/** Waits until all that a page has asked for is shown. */
export async function settled(page: Page): Promise<void> {
    await page.locator('.lamp.live').waitFor({ state: 'attached' });
    // What is drawn may ask for more, which is seen a frame later.
    await page.waitForFunction(`new Promise((resolve) => {
        const isIdle = () => document.querySelector('.content').ariaBusy === 'false';
        const frames = (left) => requestAnimationFrame(() => (!isIdle() ? resolve(false) : left === 0 ? resolve(true) : frames(left - 1)));
        frames(3);
    })`);
}

/** A package with the contract of studio-contract.ts, and a collection of the first organization. */
export function studioContractFolder(): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-studio-')));
    const contract = join(ROOT, 'conformance', 'dist', 'studio', 'studio-contract.js');
    const files = {
        'package.json': JSON.stringify({ name: 'studio', version: '1.0.0', main: 'index.js' }),
        'index.js': `exports.contracts = [require(${JSON.stringify(contract)}).StudioContract];\n`,
        'collections.json': JSON.stringify([
            {
                name: 'secrets',
                policy: "OR('Org1MSP.member')",
                requiredPeerCount: 0,
                maxPeerCount: 1,
                blockToLive: 0,
                endorsementPolicy: { signaturePolicy: "OR('Org1MSP.member')" },
            },
        ]),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return folder;
}

/** What a call is besides its name and arguments. */
export interface CallOthers {
    readonly transient?: Readonly<Record<string, string>>;
    readonly identity?: { readonly mspId: string; readonly user: string };
}

export interface CallOutcome {
    readonly transaction: {
        readonly id: string;
        readonly outcome: { readonly kind: string; readonly text: string };
        readonly by: { readonly user: string };
    };
}

export function asset(id: string, owner = 'Tomoko'): string {
    return JSON.stringify({ id, color: 'blue', size: 5, owner, appraisedValue: 300 });
}
