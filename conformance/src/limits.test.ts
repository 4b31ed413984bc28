import { describe, expect, it } from '@jest/globals';
import { isTestOnly, memberFolders, readSources } from './repository/source-files';
import { checkName, findEscapes, lineCount, median } from './repository/source-limits';

// The limits on files, functions and complexity are ESLint's; these are the ones that it cannot see.
const MEDIAN_LINES = 100;
const LINES_PER_ESCAPE = 1000;

describe('the repository', () => {
    const files = [...memberFolders('packages'), ...memberFolders('examples'), 'conformance', 'bench'].flatMap(
        readSources,
    );
    const escapes = files.flatMap(findEscapes);

    it(`has source files of ${MEDIAN_LINES} lines or fewer, by the median`, () => {
        const sources = files.filter(({ path }) => path.startsWith('packages/') && !isTestOnly(path));
        expect(median(sources.map(lineCount))).toBeLessThanOrEqual(MEDIAN_LINES);
    });

    it('gives a reason on the line of every `any`, `as unknown as` and disabled check', () => {
        expect(escapes.filter(({ hasReason }) => !hasReason).map(({ place }) => place)).toEqual([]);
    });

    it(`has at most one of them per ${LINES_PER_ESCAPE} lines`, () => {
        const lines = files.reduce((sum, file) => sum + lineCount(file), 0);
        const allowed = Math.ceil(lines / LINES_PER_ESCAPE);
        expect(escapes.slice(allowed).map(({ place }) => place)).toEqual([]);
    });

    it('names its files after what they hold, at most two folders deep', () => {
        expect(files.flatMap(({ path }) => checkName(path))).toEqual([]);
    });
});

describe('the search for escapes', () => {
    // Put together here, so that the search does not find this file.
    const disable = ['// eslint', 'disable', 'next', 'line no-console'].join('-');
    const ignore = ['// @ts', 'expect', 'error'].join('-');

    it.each([
        ['any', 'let value: any;', 'let value: any; // the decoder checks it'],
        ['a cast', 'run(a as unknown as B);', 'run(a as unknown as B); // a test double'],
        ['a disabled rule', disable, `${disable} -- the terminal is the output`],
        ['a disabled compiler check', ignore, `${ignore}: a mistake that the caller can make in JavaScript`],
    ])('finds %s, with and without a reason', (_what, bare, reasoned) => {
        const path = 'packages/core/src/stub.ts';
        expect(findEscapes({ path, text: `\n${bare}\n` })).toEqual([{ place: `${path}:2`, hasReason: false }]);
        expect(findEscapes({ path, text: `\n${reasoned}\n` })).toEqual([{ place: `${path}:2`, hasReason: true }]);
    });

    it('counts a cast and the directive above it once', () => {
        const text = `${disable} -- a reason\nlet value: any;\n`;
        expect(findEscapes({ path: 'a.ts', text })).toEqual([{ place: 'a.ts:1', hasReason: true }]);
    });

    it('takes the words in strings and comments for what they are', () => {
        expect(findEscapes({ path: 'a.ts', text: "// any value as unknown as it is\nconst text = 'any';\n" })).toEqual(
            [],
        );
    });
});

describe('the check of names', () => {
    it.each(['core/src/transaction-lane.ts', 'core/src/session.test.ts', 'core/src/a/b/store.suite.ts'])(
        'passes %s',
        (path) => {
            expect(checkName(`packages/${path}`)).toEqual([]);
        },
    );

    it.each([
        ['core/src/ChaincodeStub.ts', 'ChaincodeStub is not kebab-case'],
        ['core/src/utils.test.ts', 'utils says nothing of what it holds'],
        ['core/src/common/tls.ts', 'common says nothing of what it holds'],
        ['core/src/tls.spec.ts', '.spec means nothing here'],
        ['core/src/a/b/c/tls.ts', 'more than 2 folders below src'],
    ])('refuses %s', (path, problem) => {
        expect(checkName(`packages/${path}`)).toEqual([`packages/${path}: ${problem}`]);
    });
});

describe('median', () => {
    it('is the middle value', () => {
        expect([median([]), median([7]), median([300, 1, 2]), median([1, 2, 3, 400])]).toEqual([0, 7, 2, 3]);
    });
});
