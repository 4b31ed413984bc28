import { createHash } from 'node:crypto';
import type { StudioRecord } from './api/record';
import { type PageFile, readPage } from './page-files';

/**
 * Makes a page that has its record inside of it: one file, to be opened as it is, which asks nobody for anything.
 * Undefined in a checkout where the page has not been built.
 */
export function recordedPage(record: StudioRecord): string | undefined {
    const files = readPage();
    if (files === undefined) return undefined;
    const script = contentOf(files, 'text/javascript');
    const style = contentOf(files, 'text/css');
    const mark = Buffer.from(contentOf(files, 'image/svg+xml')).toString('base64');
    const parts: readonly (readonly [tag: string, (found: string) => string])[] = [
        ['<meta charset', (found) => `${found}\n${policyOf(script, style)}`],
        ['<link rel="icon"', () => `<link rel="icon" href="data:image/svg+xml;base64,${mark}" />`],
        ['<link rel="stylesheet"', () => `<style>${style}</style>`],
        ['<script', () => `<script type="module">${script}</script>`],
        [
            '<div id="studio"',
            (found) => `<script type="application/json" id="record">${embedded(record)}</script>\n${found}`,
        ],
    ];
    // In one go, so that nothing is replaced in what was put in.
    return contentOf(files, 'text/html').replaceAll(
        /<(?:meta charset|link|div)[^>]*>|<script[^>]*><\/script>/g,
        (found) => {
            const [, part] = parts.find(([tag]) => found.startsWith(tag)) ?? [];
            return part === undefined ? found : part(found);
        },
    );
}

/** As the process sends it, and tighter: the two texts of the page, and nothing from anywhere. */
function policyOf(script: string, style: string): string {
    const policy = [
        "default-src 'none'",
        `script-src ${hashOf(script)}`,
        `style-src ${hashOf(style)}`,
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ];
    return `        <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}" />`;
}

function hashOf(text: string): string {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A value as JSON that ends no element, and begins none. */
export function embedded(value: unknown): string {
    return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

function contentOf(files: readonly PageFile[], type: string): string {
    const file = files.find((one) => one.type.startsWith(type));
    if (file === undefined) throw new Error(`the page has no file of type ${type}`);
    return file.content.toString();
}
