import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compactText, laidOutText, readJsonTree } from './json-tree';

describe('readJsonTree', () => {
    it('gives the same JSON back, whatever its digits are', () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.bigInt(), (value, number) => {
                const text = `{"value":${JSON.stringify(value)},"number":${number}}`;
                const tree = readJsonTree(
                    JSON.stringify([JSON.parse(text)]).replace(/"number":[^}]*/, `"number":${number}`),
                );
                expect(tree && compactText(tree)).toContain(`"number":${number}`);
                expect(JSON.parse(compactText(readJsonTree(text) ?? { kind: 'array', elements: [] }))).toEqual(
                    JSON.parse(text),
                );
            }),
        );
    });

    it('knows no tree of what is no JSON', () => {
        expect(readJsonTree('{')).toBeUndefined();
    });
});

describe('laidOutText', () => {
    it('lays out what JSON.stringify lays out, and leaves the digits', () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                expect(laidOutText(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 4));
            }),
        );
        expect(laidOutText('[9007199254740993]')).toBe('[\n    9007199254740993\n]');
    });

    it('leaves other text as it is', () => {
        expect(laidOutText('{ x')).toBe('{ x');
    });
});
