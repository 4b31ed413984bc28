import { HeddleProcess } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

async function run(...args: string[]): Promise<{ code: unknown; stdout: string; lines: readonly string[] }> {
    await using heddle = new HeddleProcess(args);
    return { code: await heddle.exited, stdout: heddle.stdout, lines: heddle.lines };
}

describe('heddle explain', () => {
    it.each([
        'VALIDATION_FAILED',
        'validation_failed',
        'VALIDATION_FAILED:',
        '[VALIDATION_FAILED]',
        'validation-failed',
    ])('says what a code means and what to do: %s', async (code) => {
        const { stdout } = await run('explain', code);
        expect(stdout).toMatch(
            /^# `VALIDATION_FAILED`\n\n## Of contracts\n\n- status: 400\n- when: .+\n- what to do: .+\n/,
        );
    });

    it('has all that a code means, by where it comes from', async () => {
        const { stdout } = await run('explain', 'MESSAGE_TOO_LARGE');
        expect(stdout.match(/^## .*$/gm)).toEqual(["## Of the chaincode's side", '## Of the wire']);
    });

    it('lists all codes by group', async () => {
        const { stdout } = await run('explain');
        expect(stdout.match(/^## .*$/gm)).toHaveLength(5);
        expect(stdout).toMatch(/^## Of contracts\n\n\| code \| means \|\n.*\n\| `ACCESS_DENIED` \| /m);
        expect(stdout).toContain('\n| `PARAMETER_TYPE_UNKNOWN` | ');
    });

    it('suggests the code that was probably meant, and says where all are listed', async () => {
        const { code, lines } = await run('explain', 'VALIDATON_FALED');
        expect(code).toBe(2);
        expect(lines.join('\n')).toMatch(
            /^heddle: Heddle has no error with the code VALIDATON_FALED \(did you mean VALIDATION_FAILED\?\): "heddle explain" lists all codes$/,
        );
        const unlike = await run('explain', 'QUX');
        expect(unlike.lines.join('\n')).toMatch(
            /^heddle: Heddle has no error with the code QUX: "heddle explain" lists/,
        );
    });
});

describe('heddle docs', () => {
    it('lists the pages with a line each', async () => {
        const { stdout } = await run('docs');
        const lines = stdout.trimEnd().split('\n');
        expect(lines.length).toBeGreaterThan(20);
        for (const line of lines) expect(line).toMatch(/^[a-z/-]+ {2,}\S.*\.$/);
    });

    it.each([
        ['getting-started', '# Getting started\n'],
        ['guide/getting-started.md', '# Getting started\n'],
        ['errors', '# Errors\n\nHow a contract fails'],
        ['reference/errors', '# Errors\n\nEvery code'],
        ['reference/cli', '# The `heddle` command\n'],
        ['server', '# `heddle server`\n'],
        ['cli/dev', '# `heddle dev`\n'],
    ])('prints %s as Markdown where no person looks on', async (name, beginning) => {
        const { code, stdout } = await run('docs', name);
        expect([code, stdout.slice(0, beginning.length)]).toEqual([0, beginning]);
    });

    it('suggests the page that was probably meant', async () => {
        expect(await run('docs', 'getting-startd')).toEqual({
            code: 2,
            stdout: '',
            lines: [
                'heddle: the documentation has no page getting-startd (did you mean getting-started?): "heddle docs" lists all pages',
            ],
        });
        expect((await run('docs', '../../package')).code).toBe(2);
    });
});
