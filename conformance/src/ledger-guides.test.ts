import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type GuideStep, readGuide } from './harness/guide';
import { GuideReader } from './harness/guide-reader';
import { testOfExamples } from './harness/reference-examples';
import { ROOT } from './repository/source-files';

const LONGEST_STEP_MS = 120_000;

type FileStep = GuideStep & { readonly kind: 'file' };

function filesOf(guide: string): FileStep[] {
    return readGuide(join(ROOT, 'docs', 'guide', guide)).filter((step) => step.kind === 'file');
}

function examplesOf(page: string): FileStep {
    return testOfExamples(page, join(ROOT, 'docs', 'reference', page));
}

/** Pages whose files belong into the project that the guide to testing sets up; each has tests of its own. */
const PAGES: readonly (readonly [page: string, files: readonly FileStep[]])[] = [
    ...['what-a-transaction-sees.md', 'private-data.md', 'calling-chaincode.md'].map(
        (page) => [`guide/${page}`, filesOf(page)] as const,
    ),
    ...['contract.md', 'stub.md', 'testing.md'].map((page) => [`reference/${page}`, [examplesOf(page)]] as const),
];

describe('the documents of the ledger and of the test kit', () => {
    const reader = new GuideReader();
    afterAll(() => reader[Symbol.asyncDispose]());

    beforeAll(async () => {
        const project = filesOf('testing.md').filter(({ path }) => !path.startsWith('src/'));
        for (const file of [...project, ...PAGES.flatMap(([, files]) => files)]) await reader.follow(file);
        await reader.follow({ kind: 'run', commands: ['npx tsc'] });
    }, LONGEST_STEP_MS);

    // eslint-disable-next-line jest/expect-expect -- a test of the page that fails, fails the step
    it.each(PAGES)(
        '%s shows what happens',
        async (_, files) => {
            const tests = files
                .map(({ path }) => path)
                .filter((path) => path.endsWith('.test.ts'))
                .map((path) => path.replace(/^src/, 'dist').replace(/\.ts$/, '.js'));
            await reader.follow({ kind: 'run', commands: [`npx jest --runTestsByPath ${tests.join(' ')}`] });
        },
        LONGEST_STEP_MS,
    );
});
