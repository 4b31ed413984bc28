import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkFolder } from './testing/check-folder';
import { markedLines } from './testing/marked-lines';

const FIXTURES = join(__dirname, '..', 'fixtures');

/** Other forms of the corpus' faults, and what is near them and right. */
describe.each(['typescript', 'javascript'])('fixtures in %s', (name) => {
    const folder = join(FIXTURES, name);
    const findings = checkFolder(folder, false);

    it.each(readdirSync(folder))('%s is reported where it says so, and nowhere else', (file) => {
        const reports = findings.filter((one) => one.file === file).map(({ line, rule }) => `${line} ${rule}`);
        expect([...new Set(reports)].sort()).toEqual([...markedLines(join(folder, file))].sort());
    });
});
