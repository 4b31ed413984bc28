import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../harness/browser';
import { DevPackage } from '../harness/dev-package';

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
    readonly #browser: Browser;
    /** What the console and the browser had to complain about. */
    readonly complaints: string[] = [];
    /** Requests to anybody but the process. */
    readonly strangers: string[] = [];

    private constructor(dev: DevPackage, browser: Browser, address: string) {
        this.dev = dev;
        this.#browser = browser;
        this.address = address;
        this.key = readFileSync(join(dev.folder, '.heddle', 'studio-key'), 'utf8').trim();
    }

    static async start(options: readonly string[] = []): Promise<StudioPage> {
        const dev = await DevPackage.start(options);
        await dev.printed(/ {4}page +http/g);
        const [, address = ''] = /page +(http:\/\/localhost:\d+)/.exec(dev.output) ?? [];
        return new StudioPage(dev, await openBrowser(), address);
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
        await page.goto(`${this.address}/#k=${this.key}`);
        await page.locator('.state-mark', { hasText: 'live' }).waitFor();
        if (path !== '/') await page.goto(this.address + path);
        return page;
    }

    /** A request as a program makes it, with the key. */
    async api(path: string, init: RequestInit = {}): Promise<Response> {
        return await fetch(`${this.address}/api/v1/${path}`, {
            ...init,
            headers: { authorization: `Bearer ${this.key}`, ...(init.headers as Record<string, string> | undefined) },
        });
    }

    /** Calls a transaction as the page does. */
    async call(mode: string, name: string, ...args: readonly string[]): Promise<CallOutcome> {
        const response = await this.api('calls', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
                callId: crypto.randomUUID(),
                mode,
                chaincode: 'asset-transfer',
                function: name,
                args,
                identity: { mspId: 'Org1MSP', user: 'User1' },
            }),
        });
        return (await response.json()) as CallOutcome;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.#browser.close();
        await this.dev[Symbol.asyncDispose]();
    }
}

export interface CallOutcome {
    readonly transaction: { readonly id: string; readonly outcome: { readonly kind: string; readonly text: string } };
}

export function asset(id: string, owner = 'Tomoko'): string {
    return JSON.stringify({ id, color: 'blue', size: 5, owner, appraisedValue: 300 });
}
