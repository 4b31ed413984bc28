import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const KEY_BYTES = 32;
const FORM = /^[\w-]{43}$/;

/**
 * Takes the key that opens the page from its file, or makes one: an open tab goes on after a restart. Whoever deletes the
 * file makes a new one necessary.
 */
export function openStudioKey(file: string): string {
    const known = readKey(file);
    if (known !== undefined) return known;
    const key = randomBytes(KEY_BYTES).toString('base64url');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    // A file that was there keeps its mode.
    chmodSync(file, 0o600);
    return key;
}

/** Compares in a time that tells nothing of where they differ. */
export function isSameKey(given: string, key: string): boolean {
    const [left, right] = [Buffer.from(given), Buffer.from(key)];
    return left.length === right.length && timingSafeEqual(left, right);
}

function readKey(file: string): string | undefined {
    try {
        const text = readFileSync(file, 'utf8').trim();
        return FORM.test(text) ? text : undefined;
    } catch {
        return undefined;
    }
}
