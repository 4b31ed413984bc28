import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Names the browser's program, where it is not Debian's. */
const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Where this is set, tests in a browser may not be skipped. */
const IS_REQUIRED = process.env['HEDDLE_BROWSER'] === 'required';

/** Why tests in a browser are skipped here; undefined where they run. */
export const NO_BROWSER =
    existsSync(PATH) || IS_REQUIRED
        ? undefined
        : `skipped without ${PATH}: apt-get install chromium, or set CHROMIUM_PATH`;

/** Starts a browser without a window. */
export async function openBrowser(): Promise<Browser> {
    // Chromium refuses to sandbox itself for root, as whom containers run.
    const chromiumSandbox = process.getuid?.() !== 0;
    return await chromium.launch({ executablePath: PATH, chromiumSandbox });
}
