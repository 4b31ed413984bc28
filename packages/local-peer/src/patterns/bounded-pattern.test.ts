import { describe, expect, it } from '@jest/globals';
import { array, assert, constantFrom, property } from 'fast-check';
import type { Json } from '../rich-query/json';
import { matcherOf } from '../rich-query/match-selector';
import { parseSelector } from '../rich-query/selector';
import { BoundedPattern } from './bounded-pattern';
import { choicesOf } from './pattern-choices';
import { PatternTime } from './pattern-time';
import { PatternReader } from './pcre-reader';

const ENDLESS = '^(?:(\\w+)+)$';
const LONG = `${'a'.repeat(40)}!`;

function matches(selector: Json, document: Json): boolean {
    return matcherOf(parseSelector(selector))(document);
}

function messageOf(query: () => unknown): string {
    try {
        query();
    } catch (error) {
        return String(error);
    }
    return 'nothing was thrown';
}

describe('choicesOf', () => {
    it.each([
        ['^abc$', 0],
        ['a{3}', 0],
        ['a{3,3}', 0],
        ['a{3,33}', 1],
        ['a{3,}', 1],
        ['[*+?|]\\*\\|', 0],
        ['a.*b', 1],
        ['^([A-Z]{2}-)?\\d+$', 2],
        ['(?:a|b)(?<n>c|d)', 2],
        ['^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$', 0],
        ['^(\\w+)+$', Infinity],
        ['(a|a){30}', Infinity],
        ['(?:(?:a)*b)+', Infinity],
        ['((a?)b){2}', Infinity],
        ['(?=(a|b)+)c', Infinity],
    ])('of %s are %d', (source, choices) => {
        expect(choicesOf(source)).toBe(choices);
    });

    it.each([
        ['^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$', 0],
        ['^([A-Z]{2}-)?\\d+$', 2],
        ['^(\\w{2,2})+$', 1],
        ['^(\\w{2,3})+$', Infinity],
    ])('of %s are %d as queries have it, too', (pattern, choices) => {
        expect(choicesOf(new PatternReader(pattern).read())).toBe(choices);
    });
});

describe('a bounded pattern', () => {
    it('answers as the expression does, whether it could be ended or not', () => {
        const part = constantFrom('a', 'b*', '(?:a|b)', '(?:ab)+', '(?:a|ab)*', '[ab]?', 'a{2}');
        const text = array(constantFrom('a', 'b', 'c'), { maxLength: 8 });
        assert(
            property(array(part, { maxLength: 4 }), text, (parts, characters) => {
                const source = `^${parts.join('')}$`;
                const given = characters.join('');
                expect(new BoundedPattern(source, source).test(given, new PatternTime())).toBe(
                    new RegExp(source).test(given),
                );
            }),
        );
    });

    it('is ended, and the error has the field, the pattern and what to do; other fields go on', () => {
        const owner = { name: LONG };
        const query = (): boolean =>
            matches({ owners: { $elemMatch: { name: { $regex: ENDLESS } } } }, { owners: [owner] });
        expect(messageOf(query)).toBe(
            `Error: the $regex ${JSON.stringify(ENDLESS)} of field 'owners.name' took longer than 500 ms on a value of 41 ` +
                'bytes, and was ended: CouchDB gives up on it as well, and takes the value for one that does not match; ' +
                'write it without a repetition inside of another one',
        );
        expect(matches({ name: { $regex: ENDLESS } }, { name: 'a' })).toBe(true);
    });

    it('is ended where a query has too many values on which it is slow, and each of them would do', () => {
        const matcher = matcherOf(parseSelector({ name: { $regex: ENDLESS } }), new PatternTime(40));
        const slow = { name: `${'a'.repeat(20)}!` };
        expect(matcherOf(parseSelector({ name: { $regex: ENDLESS } }))(slow)).toBe(false);
        const query = (): boolean => Array.from({ length: 10_000 }, () => slow).some(matcher);
        const message =
            `Error: the $regex ${JSON.stringify(ENDLESS)} of field 'name' took longer than 40 ms on all values of one ` +
            'query, and was ended: it is slow on each of many; write it without a repetition inside of another one';
        expect(messageOf(query)).toBe(message);
        expect(messageOf(query)).toBe(message);
    });
});

describe('the time of a query', () => {
    it('is used up by slow matches alone', () => {
        const time = new PatternTime(10);
        for (let quick = 0; quick < 1000; quick++) time.use(0.5);
        expect(time.left).toBe(10);
        time.use(4);
        expect(time.left).toBe(6);
        time.use(7);
        expect(time.left).toBeLessThanOrEqual(0);
    });
});
