import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './repository/source-files';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The content of the first block of a language that has this text. */
function blockWith(language: string, text: string): string {
    const blocks = Array.from(README.matchAll(/^```(\w+)\n(.*?)^```$/gms));
    return blocks.find(([, name, content]) => name === language && content?.includes(text))?.[2] ?? '';
}

const source = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

describe('README.md', () => {
    it('shows a contract line by line as the example has it', () => {
        const example =
            source('examples/asset-transfer/src/asset.ts') + source('examples/asset-transfer/src/asset-transfer.ts');
        const lines = blockWith('ts', 'extends Contract').split('\n');
        expect(lines.filter((line) => !example.includes(line))).toEqual([]);
        expect(lines.length).toBeGreaterThan(10);
    });

    it('names scripts that there are', () => {
        const { scripts } = JSON.parse(source('package.json')) as { scripts: Record<string, string> };
        const named = Array.from(README.matchAll(/npm run (\w+)/g), ([, name = '']) => name);
        expect(named.filter((name) => !(name in scripts))).toEqual([]);
        expect(named).toContain('demo');
    });

    it('shows what the demonstration prints: a row for each of its calls, all as expected', () => {
        const shown = blockWith('text', 'Every outcome was the expected one.');
        const calls = Array.from(source('scripts/demo-calls.js').matchAll(/verb: '(\w+)',\s+name: '(\w+)'/g));
        const rows = Array.from(shown.matchAll(/^✓ (submit|evaluate) (\w+)\(/gm));
        expect(rows.map(([, verb, name]) => [verb, name])).toEqual(calls.map(([, verb, name]) => [verb, name]));
        expect(rows.length).toBeGreaterThan(5);
    });

    it('links to what is there', () => {
        const links = Array.from(README.matchAll(/\]\((?!https?:)([^)#]+)/g), ([, path = '']) => path);
        expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    });
});
