import type { ServerResponse } from 'node:http';
import { Refusal } from './refusal';

const MOST_BYTES = 8 * 1024 * 1024;

/** What every answer says: nothing may be loaded from elsewhere, nobody may put this page into theirs. */
const HEADERS = {
    'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
};

export function writeHead(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
    response.writeHead(status, { ...HEADERS, ...headers });
}

/** Answers with JSON; what would be too large is refused. */
export function answerJson(response: ServerResponse, value: unknown): void {
    const body = Buffer.from(JSON.stringify(value));
    if (body.length > MOST_BYTES) {
        answerRefusal(response, new Refusal(413, 'TOO_LARGE', 'the answer is too large', 'ask for fewer rows'));
        return;
    }
    writeHead(response, 200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(body);
}

/** Answers with bytes that are to be saved, or read by the page. @param name letters, digits and dots */
export function answerBytes(response: ServerResponse, value: Uint8Array, name: string): void {
    writeHead(response, 200, {
        'content-type': 'application/octet-stream',
        'content-length': String(value.length),
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
    });
    response.end(value);
}

export function answerRefusal(response: ServerResponse, { status, code, message, remedy }: Refusal): void {
    if (response.headersSent) {
        response.destroy();
        return;
    }
    writeHead(response, status, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        // What is left of a request that was refused must not be taken for the next one.
        connection: 'close',
    });
    response.end(JSON.stringify({ error: { code, message, remedy } }));
}
