import { describe, expect, it } from '@jest/globals';
import { labels } from './identifiers';

describe('labels of parameters', () => {
    it.each(['class', 'default', 'for', 'in', 'enum', 'with', 'a-b', '__proto__', ''])(
        'are none that TypeScript refuses in a tuple: %s',
        (name) => {
            expect(labels(['id', name])).toEqual(['id', 'argument2']);
        },
    );

    it.each(['this', 'new', 'typeof', 'function', 'readonly', 'any', 'package', 'ünïcode'])(
        'are names that it takes, of the language as well: %s',
        (name) => {
            expect(labels(['id', name])).toEqual(['id', name]);
        },
    );

    it('are never the same', () => {
        const names = ['argument2', 'class', 'a-b', 'argument2'];
        expect(labels(names)).toEqual(['argument2', 'argument2_', 'argument3', 'argument4']);
    });
});
