import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPackages, ROOT } from './repository/source-files';

const FOLDER = join(ROOT, 'docs', 'design', 'decisions');
const MAX_LINES = 40;

describe('the decision records', () => {
    const names = readdirSync(FOLDER).filter((name) => /^\d{4}-.*\.md$/.test(name));
    const records = names.map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));

    it('name every runtime dependency of every package', () => {
        const packages = readPackages().map(({ manifest }) => manifest);
        const own = new Set(packages.map(({ name }) => name));
        const needed = packages
            .flatMap(({ dependencies, peerDependencies }) => Object.keys({ ...dependencies, ...peerDependencies }))
            .filter((name) => !own.has(name));
        const unexplained = needed.filter((name) => !records.some(({ text }) => text.includes(`\`${name}\``)));
        expect(unexplained).toEqual([]);
    });

    it('are all in the index, in order and by their titles', () => {
        const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
        const expected = records.map(({ name, text }) => text.replace(/^# \d+\. (.*)\n[^]*$/, `[$1](${name})`));
        // Numbers of records may have gaps; those of a list in Markdown have none.
        expect(Array.from(index.matchAll(/^\d+\. (.*)$/gm), ([, entry]) => entry)).toEqual(expected);
    });

    it.each(records)(`$name has a context, a decision and consequences in ${MAX_LINES} lines or fewer`, ({ text }) => {
        expect(text.match(/^## .*$/gm)).toEqual(['## Context', '## Decision', '## Consequences']);
        expect(text.split('\n').length - 1).toBeLessThanOrEqual(MAX_LINES);
    });
});
