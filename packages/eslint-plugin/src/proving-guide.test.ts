import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runCheck } from './check/run';

const ROOT = join(__dirname, '..', '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'guide', 'proving.md'), 'utf8');

let folder: string;

beforeAll(() => {
    // Below the repository, where the packages are found that the guide imports.
    folder = mkdtempSync(join(ROOT, 'packages', 'eslint-plugin', 'dist', 'guide-'));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

it('docs/guide/proving.md shows what heddle check says of its contract', () => {
    const [, code = ''] = /```ts file=src\/kiosk\.ts\n([\s\S]*?)```/.exec(PAGE) ?? [];
    const [, shown = ''] = /```text\n(src\/kiosk\.ts[\s\S]*?)```/.exec(PAGE) ?? [];
    writeFileSync(join(folder, 'kiosk.ts'), code);
    const { output } = runCheck({ folder });
    const [found = ''] = output.split(/\n\d+ errors?, /);
    expect(found).toBe(shown.trim().replace('src/', ''));
    expect(output).toContain('\n1 error, 0 warnings in 1 file');
});
