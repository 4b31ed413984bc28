import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../repository/source-files';
import { REFUSED } from './refused-calls';

describe('the types of generated clients', () => {
    it('refuse wrong names, arguments, options and uses of results, of more than fifteen kinds', () => {
        // That each of them is refused is what compiling says: an unused directive is an error.
        const program = readFileSync(join(ROOT, 'conformance', 'src', 'clients', 'refused-calls.ts'), 'utf8');
        expect(program.match(/^ +\/\/ @ts-expect-error /gm)?.length).toBeGreaterThan(15);
        expect(REFUSED).toHaveLength(4);
    });
});
