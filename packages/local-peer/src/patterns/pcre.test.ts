import { describe, expect, it } from '@jest/globals';
import { PatternTime } from './pattern-time';
import { compilePattern } from './pcre';

/** As Erlang's `re` answers for the UTF-8 bytes of both; undefined where it does not take the pattern. */
function matches(pattern: string, text: string): boolean | undefined {
    return compilePattern(pattern)?.test(Buffer.from(text).toString('latin1'), new PatternTime());
}

describe('an expression of PCRE', () => {
    it.each<[string, string, boolean]>([
        ['^.udi$', 'Äudi', false],
        ['^..udi$', 'Äudi', true],
        ['(?i)ä', 'Ä', false],
        ['[ä]', 'é', true],
        ['\\w', 'ª', true],
        ['^a$', 'a\n', true],
        ['^a\\z', 'a\n', false],
        ['(?m)^b$', 'a\nb\n', true],
        ['(?m)^$', 'a\n', false],
        ['a.b', 'a\rb', true],
        ['a.b', 'a\nb', false],
        ['(?s)a.b', 'a\nb', true],
        ['(?i)ABC', 'abc', true],
        ['a(?i)b|c', 'C', true],
        ['(?:a(?i)b|c)d', 'CD', false],
        ['((?i)a|b)c', 'Bc', true],
        ['(?x) a b # c\n d', 'abd', true],
        ['a++ab', 'aaab', false],
        ['(?>a+)ab', 'aaab', false],
        ['(?:a|ab)(?>c|bcd)d', 'abcd', true],
        ['[[:upper:]]', 'aB', true],
        ['[[:^digit:]]', '12', false],
        ['[]a]', ']', true],
        ['[^]a]', ']', false],
        ['[\\d-z]', '-', true],
        ['\\Qa.b\\E', 'axb', false],
        ['\\x41\\x{42}\\103', 'ABC', true],
        ['(a)\\1', 'aa', true],
        ['(?<n>a)\\k<n>', 'aa', true],
        ['(?P<n>a)(?P=n)', 'ab', false],
        ['(?<=a|bc)d', 'bcd', true],
        ['(?<!a)b', 'ab', false],
        ['a\\Kb', 'ab', true],
        ['\\R', '\r\n', true],
        ['\\h', '\u00a0', true],
        ['a{,3}', 'a{,3}', true],
        ['a{2}', 'aa', true],
        ['(?#comment)a', 'a', true],
        ['\\p{Lu}', 'a', false],
        ['', '', true],
    ])('%j on %j: %s', (pattern, text, expected) => {
        expect(matches(pattern, text)).toBe(expected);
    });

    it.each([
        ...['(', ')', '[', '*a', 'a**', '^*', '\\b+', '(?<=a+)b', '(?<=(a|bc))d', '[z-a]', '[a-\\d]', '[[:none:]]'],
        ...['[[.a.]]', '\\', '\\c', '\\x{100}', '\\400', '\\1', '(a)\\2', '\\u0041', '\\L', 'a{2,1}', 'a{65536}'],
        ...['(?<n>a)(?<n>b)', '(?<1>a)', '(?z)', '(?i', '(?^i)a'],
    ])('%j is none', (pattern) => {
        expect(compilePattern(pattern)).toBeUndefined();
    });

    it.each([
        ['(?R)?a', 'recursion'],
        ['(a)(?1)', 'recursion'],
        ['(a)\\g<1>', 'recursion'],
        ['(a)?(?(1)b|c)', 'conditions, such as (?(1)…)'],
        ['(*UTF8)ä', 'verbs, such as (*UTF8)'],
        ['(?|(a)|(b))\\1', '(?|…)'],
        ['(?J)a', '(?J)'],
        ['\\X', '\\X'],
        ['\\p{Greek}', 'property \\p{Greek}'],
        ['(a)?\\1b', 'reference to a group that may not have taken part'],
        ['(?i)(a)\\1', 'reference to a group with (?i)'],
        ['(?>(?:.??)*)c', '(?>…) or ++ around a repetition of what can be empty'],
    ])('%j is refused by its name', (pattern, what) => {
        expect(() => compilePattern(pattern)).toThrow(`the local peer's $regex has no ${what}: write the condition`);
    });
});
