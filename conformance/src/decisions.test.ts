import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPackages, ROOT } from './repository/source-files';

const FOLDER = join(ROOT, 'docs', 'design', 'decisions');
const MAX_LINES = 40;

/** The line below the title of a record that another one has replaced, and that of the other one. */
const SUPERSEDED = /^# .*\n\nSuperseded (in part )?by \[(\d+)\]\((\d{4}-[^)]*)\)/;
const SUPERSEDES = /^# .*\n\nSupersedes .*\[\d+\]\((\d{4}-[^)]*)\)/;

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

    it('are all in the index, in order, by their titles, and marked where another one supersedes them', () => {
        const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
        const expected = records.map(({ name, text }) => {
            const [, part = '', number] = SUPERSEDED.exec(text) ?? [];
            const mark = number === undefined ? '' : ` – superseded ${part}by ${number}`;
            return text.replace(/^# \d+\. (.*)\n[^]*$/, `[$1](${name})${mark}`);
        });
        // Numbers of records may have gaps; a list in Markdown has no gaps.
        expect(Array.from(index.matchAll(/^\d+\. (.*)$/gm), ([, entry]) => entry)).toEqual(expected);
    });

    it('name each other where one supersedes another', () => {
        const pairs = (pattern: RegExp, oldFirst: boolean): string[] =>
            records.flatMap(({ name, text }) => {
                const other = pattern.exec(text)?.at(-1);
                return other === undefined ? [] : [oldFirst ? `${name} < ${other}` : `${other} < ${name}`];
            });
        const superseded = pairs(SUPERSEDED, true);
        expect(superseded.length).toBeGreaterThan(0);
        expect(pairs(SUPERSEDES, false).sort()).toEqual(superseded.sort());
    });

    it.each(records)(`$name has a context, a decision and consequences in ${MAX_LINES} lines or fewer`, ({ text }) => {
        expect(text.match(/^## .*$/gm)).toEqual(['## Context', '## Decision', '## Consequences']);
        expect(text.split('\n').length - 1).toBeLessThanOrEqual(MAX_LINES);
    });
});
