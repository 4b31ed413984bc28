import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkFolder } from './testing/check-folder';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');

describe('the examples', () => {
    it.each(readdirSync(EXAMPLES))('%s has nothing that a network would show', (example) => {
        const findings = checkFolder(join(EXAMPLES, example), false);
        expect(findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([]);
    });
});
