import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

/** What the guide to clients has the command write. */
const GENERATED: FileStep = {
    kind: 'file',
    path: 'src/asset-transfer.ts',
    content: readFileSync(join(ROOT, 'examples/client-application/src/clients/asset-transfer.ts'), 'utf8'),
};

/** Pages whose files belong into the project that the guide to testing sets up; each has tests of its own. */
const PAGES: readonly (readonly [page: string, files: readonly FileStep[]])[] = [
    ...[
        'state.md',
        'events.md',
        'changing-state.md',
        'what-a-transaction-sees.md',
        'private-data.md',
        'calling-chaincode.md',
        'proving.md',
    ].map((page) => [`guide/${page}`, filesOf(page)] as const),
    ['guide/clients.md', [...filesOf('clients.md'), GENERATED]],
    ...['contract.md', 'stub.md', 'testing.md'].map((page) => [`reference/${page}`, [examplesOf(page)]] as const),
];

/** What jest writes of a file with tests. */
interface TestedFile {
    readonly name: string;
    readonly status: string;
    /** Of the tests that failed. */
    readonly message: string;
}

describe('the documents of the ledger and of the test kit', () => {
    const reader = new GuideReader();
    let tested: readonly TestedFile[] = [];
    afterAll(() => reader[Symbol.asyncDispose]());

    beforeAll(async () => {
        const project = filesOf('testing.md').filter(({ path }) => !path.startsWith('src/'));
        for (const file of [...project, ...PAGES.flatMap(([, files]) => files)]) await reader.follow(file);
        // All at once, since starting jest takes longer than the tests of a page; what fails is told by page.
        const commands = ['npx tsc', 'npx jest -i --json --outputFile tested.json || true'];
        await reader.follow({ kind: 'run', commands });
        const report = readFileSync(join(reader.folder, 'tested.json'), 'utf8');
        tested = (JSON.parse(report) as { readonly testResults: TestedFile[] }).testResults;
    }, LONGEST_STEP_MS);

    it.each(PAGES)('%s shows what happens', (_, files) => {
        const tests = files.map(({ path }) => path).filter((path) => path.endsWith('.test.ts'));
        const results = tests.map((path) => {
            const compiled = path.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
            const { status, message } = tested.find(({ name }) => name.endsWith(`/${compiled}`)) ?? {};
            return { path, status, message };
        });
        expect(results).toEqual(tests.map((path) => ({ path, status: 'passed', message: '' })));
    });
});
