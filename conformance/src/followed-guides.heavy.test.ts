import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type GuideStep, outputPattern, readGuide } from './harness/guide';
import { GuideReader } from './harness/guide-reader';
import { ROOT } from './repository/source-files';

const LONGEST_STEP_MS = 120_000;

describe.each(['getting-started.md', 'development.md', 'ledger.md', 'testing.md', 'bundling.md', 'rich-queries.md'])(
    'docs/guide/%s',
    (page) => {
        const steps = readGuide(join(ROOT, 'docs', 'guide', page));
        const reader = new GuideReader();
        afterAll(() => reader[Symbol.asyncDispose]());

        it('has steps to follow', () => {
            expect(steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['file', 'run', 'output']));
        });

        it.each(steps.map((step, index) => [`step ${index + 1}: ${titleOf(step)}`, step] as const))(
            '%s',
            async (_, step) => {
                await reader.follow(step);
                // eslint-disable-next-line jest/no-conditional-expect -- a table of steps, of which some say what was printed
                if (step.kind === 'output') expect(reader.output).toMatch(outputPattern(step.text));
            },
            LONGEST_STEP_MS,
        );
    },
);

function titleOf(step: GuideStep): string {
    switch (step.kind) {
        case 'file':
            return `write ${step.path}`;
        case 'run':
            return step.commands.join('; ');
        case 'background':
            return `leave running: ${step.command}`;
        case 'output':
            return 'the output is as shown';
    }
}
