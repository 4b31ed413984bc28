import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkFolder } from './testing/check-folder';
import { CORPUS, readCorpus } from './testing/corpus';

const corpus = readCorpus();
// One program for all of it, in all its rules.
const findings = checkFolder(CORPUS, true);

function reportsOf(file: string): readonly string[] {
    return findings.filter((one) => one.file === file).map(({ line, rule }) => `${line} ${rule}`);
}

describe('the corpus', () => {
    it('has 68 faults, each with a correct twin', () => {
        expect(corpus).toHaveLength(68);
        for (const { twinPath } of corpus) expect(existsSync(twinPath)).toBe(true);
    });

    it('has all but four that lint sees', () => {
        const others = corpus.filter(({ rules }) => rules.length === 0).map(({ name }) => name);
        expect(others).toEqual(['20-engine-recursion', '39-self-transfer', '56-hot-key', '62-event-big']);
    });

    it.each(corpus.filter(({ rules }) => rules.length > 0))(
        'proof promise 1: $name is reported by its rule, at its line',
        ({ name, rules, line }) => {
            for (const rule of rules) expect(reportsOf(`${name}.ts`)).toContain(`${line} ${rule}`);
        },
    );

    it.each(corpus)('proof promise 1: the correct twin of $name is reported by no rule', ({ name }) => {
        expect(reportsOf(`${name}.correct.ts`)).toEqual([]);
    });
});
