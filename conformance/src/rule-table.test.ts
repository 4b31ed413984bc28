import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readSources, ROOT } from './repository/source-files';

const table = readFileSync(join(ROOT, 'conformance/README.md'), 'utf8');
const rows = Array.from(table.matchAll(/^\| (?!rule |-)(.*?) +\| (.*?) +\|$/gm), ([, rule = '', scenario = '']) => ({
    rule,
    scenario,
}));
const scenarios = readSources('conformance')
    .filter(({ path }) => path.includes('/scenarios/'))
    .map(({ text }) => text.replaceAll("\\'", "'"))
    .join('\n');

it('there are rules', () => {
    expect(rows.length).toBeGreaterThan(50);
});

it.each(rows)('$rule: a scenario shows it', ({ scenario }) => {
    expect(scenarios).toContain(scenario);
});
