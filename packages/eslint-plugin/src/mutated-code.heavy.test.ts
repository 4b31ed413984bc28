import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import ts from 'typescript';
import { ALL_RULES } from './rules/all-rules';
import { analyseFile, type ConfiguredRule } from './rules/analyse-file';
import { openFile } from './scope/open-projects';

// A program for each example, and the machine may be busy.
jest.setTimeout(600_000);

const FIXTURES = join(__dirname, '..', 'fixtures');
const RULES = ALL_RULES.map((rule): ConfiguredRule => ({ rule, level: 'error', options: { strict: true } }));

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-mutated-'));
    cpSync(FIXTURES, folder, { recursive: true });
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

interface Name {
    readonly start: number;
    readonly text: string;
}

/** The names of a source, in the order of the text. */
function namesIn(source: string): Name[] {
    const names: Name[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isIdentifier(node)) names.push({ start: node.getStart(), text: node.text });
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile('names.ts', source, ts.ScriptTarget.Latest, true));
    return names;
}

/** Puts names in the place of others: classes come to extend themselves, variables to be made of each other. */
function withSwaps(source: string, names: readonly Name[], swaps: readonly (readonly [number, number])[]): string {
    const texts = new Map(swaps.map(([to, from]) => [names[to % names.length], names[from % names.length]?.text]));
    return names.reduceRight((text, name) => {
        const { start, text: before } = name;
        return text.slice(0, start) + (texts.get(name) ?? before) + text.slice(start + before.length);
    }, source);
}

const FILES = ['typescript', 'javascript'].flatMap((language) =>
    readdirSync(join(FIXTURES, language)).map((file) => join(language, file)),
);

describe('code that was changed by chance', () => {
    it.each(FILES)('makes no rule throw, and has one end: %s', (file) => {
        const source = readFileSync(join(FIXTURES, file), 'utf8');
        const names = namesIn(source);
        fc.assert(
            fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 60 }), (swaps) => {
                const opened = openFile(join(folder, file), withSwaps(source, names, swaps), {});
                if (opened?.file === undefined) throw new Error(`${file} was not opened`);
                const findings = analyseFile(opened.scope, opened.file, RULES);
                const { length } = opened.file.text;
                expect(findings.filter(({ fix }) => fix !== undefined && fix.end > length)).toEqual([]);
            }),
            { numRuns: 8 },
        );
    });
});
