import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CheckOptions, type CheckOutcome, runCheck } from './run';

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-check-'));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

/** JavaScript, which is read without any types. */
const CONTRACT = `'use strict';
const { Contract } = require('fabric-contract-api');

class Orders extends Contract {
    async place(ctx, id) {
        await ctx.stub.putState(id, Buffer.from(String(Math.random())));
    }

    async pay(ctx, id) {
        if (!(await ctx.stub.getState(id)).length) throw new Error('no order');
        await ctx.stub.putState(id, Buffer.from(process.env.FEE));
    }
}
module.exports.contracts = [Orders];
`;

function write(name: string, text: string): string {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
}

/** Checks a package of one contract. */
function check(name: string, text: string, options: Partial<CheckOptions> = {}): CheckOutcome {
    write(`${name}/src/orders.js`, text);
    return runCheck({ folder: join(folder, name), format: 'json', ...options });
}

interface Found {
    readonly rule: string;
    readonly line: number;
    readonly severity: string;
}

function found({ output }: CheckOutcome): readonly string[] {
    const { findings } = JSON.parse(output) as { readonly findings: readonly Found[] };
    return findings.map(({ line, rule, severity }) => `${line} ${rule} ${severity}`);
}

describe('heddle check', () => {
    it('reports by line, and ends with 1', () => {
        const outcome = check('plain', CONTRACT);
        expect(found(outcome)).toEqual(['6 no-nondeterministic-source error', '11 no-environment error']);
        expect(outcome.exitCode).toBe(1);
    });

    it('writes for people what is wrong, and what to write instead', () => {
        const { output } = check('text', CONTRACT, { format: 'text' });
        expect(output.split('\n').slice(0, 2)).toEqual([
            'src/orders.js:6:56  error  no-nondeterministic-source',
            '  Math.random(): endorsers differ in it.',
        ]);
        expect(output).toMatch(/\n2 errors, 0 warnings in 1 file \(\d+\.\d s\)$/);
    });

    it('takes levels of single rules', () => {
        const rules = ['no-environment=off', '@heddle/no-nondeterministic-source=warn'];
        const outcome = check('levels', CONTRACT, { rules, maxWarnings: 1 });
        expect([found(outcome), outcome.exitCode]).toEqual([['6 no-nondeterministic-source warn'], 0]);
        expect(check('levels', CONTRACT, { rules, maxWarnings: 0 }).exitCode).toBe(1);
    });

    it.each<[string, Partial<CheckOptions>, string]>([
        ['an unknown rule', { rules: ['no-such=warn'] }, 'there is no rule no-such'],
        ['an unknown level', { rules: ['no-locale=loud'] }, 'a level is error, warn or off'],
        ['an unknown format', { format: 'xml' }, '--format is xml'],
        ['a baseline that is not there', { baseline: 'none.json' }, 'write it with --write-baseline'],
        ['a baseline to write without its name', { writeBaseline: true }, '--write-baseline needs --baseline'],
    ])('refuses %s', (_, options, problem) => {
        const outcome = check('usage', CONTRACT, options);
        expect(outcome).toMatchObject({ output: '', exitCode: 2 });
        expect(outcome.problem).toContain(problem);
    });

    it('says where a source cannot be read, and checks nothing', () => {
        const { exitCode, problem } = check('broken', 'class Orders { async place( }\n');
        expect(exitCode).toBe(2);
        expect(problem).toContain('src/orders.js:1:29 cannot be read:');
    });

    it('says that a folder has no sources', () => {
        mkdirSync(join(folder, 'empty'));
        expect(runCheck({ folder: join(folder, 'empty') })).toMatchObject({ exitCode: 2 });
    });

    it('prints who may call what', () => {
        const { output, exitCode } = check('access', CONTRACT, { access: true });
        expect([exitCode, output.split('\n')]).toEqual([
            0,
            [
                'transaction   who may call  reads  writes',
                'Orders:place  anybody       0      1',
                'Orders:pay    anybody       1      1',
            ],
        ]);
    });
});

describe('proof promise 4: comments that silence a rule', () => {
    /** In parts, since it is no order to the linter of this file. */
    const DISABLE = ['eslint', 'disable'].join('-');
    const silenced = (comment: string): string =>
        CONTRACT.replace('        await ctx.stub.putState(id, Buffer.from(String(Math', `        ${comment}\n$&`);

    /** Without a reason, by what they are. */
    const unexplained = {
        line: ['for the next line', '-next-line @heddle/no-nondeterministic-source'],
        all: ['for all rules', '-next-line'],
        empty: ['with an empty reason', '-next-line @heddle/no-nondeterministic-source --'],
        file: ['for the file', ' @heddle/no-nondeterministic-source'],
    } as const;
    let findings: readonly (Found & { readonly file: string })[];

    // One check of all: what takes time is to open a project.
    beforeAll(() => {
        const files = {
            reason: `// ${DISABLE}-next-line @heddle/no-nondeterministic-source -- a raffle of one endorser`,
            ...Object.fromEntries(
                Object.entries(unexplained).map(([name, [, order]]) => [name, `/* ${DISABLE}${order} */`]),
            ),
            others: `// ${DISABLE}-next-line no-console`,
            text: `const text = '// ${DISABLE}-next-line';`,
        };
        for (const [name, comment] of Object.entries(files)) write(`comments/src/${name}.js`, silenced(comment));
        const { output } = runCheck({ folder: join(folder, 'comments'), format: 'json' });
        findings = (JSON.parse(output) as { readonly findings: typeof findings }).findings;
    });

    function foundIn(name: string): readonly string[] {
        return findings
            .filter(({ file }) => file === `src/${name}.js`)
            .map(({ line, rule, severity }) => `${line} ${rule} ${severity}`);
    }

    it('are taken, with a reason', () => {
        expect(foundIn('reason')).toEqual(['12 no-environment error']);
    });

    it.each(Object.entries(unexplained).map(([name, [what]]) => [what, name] as const))(
        'are reported %s without one',
        (_what, name) => {
            expect(foundIn(name)).toContain('6 disable-without-reason error');
        },
    );

    it('silence other rules for whom they are', () => {
        expect(foundIn('others')).toEqual(['7 no-nondeterministic-source error', '12 no-environment error']);
    });

    it('are none inside of a text', () => {
        expect(foundIn('text')).not.toContain('6 disable-without-reason error');
    });
});

describe('proof promise 4: a baseline', () => {
    const baseline = 'baseline.json';

    it('is the same for the same findings, survives 50 lines above, and tells what is new', () => {
        expect(check('known', CONTRACT, { baseline, writeBaseline: true }).exitCode).toBe(0);
        const first = readFileSync(join(folder, 'known', baseline), 'utf8');
        check('known', CONTRACT, { baseline, writeBaseline: true });
        expect(readFileSync(join(folder, 'known', baseline), 'utf8')).toBe(first);
        const moved = `'use strict';\n${'// a line above\n'.repeat(50)}${CONTRACT}`;
        expect(found(check('known', moved, { baseline }))).toEqual([]);
        const worse = moved.replace(
            '    async pay(',
            '    async now() {\n        return Date.now();\n    }\n\n    async pay(',
        );
        expect(found(check('known', worse, { baseline }))).toEqual(['61 no-nondeterministic-source error']);
        // As often as it was there.
        const twice = CONTRACT.replace(/( {8}await ctx.stub.putState\(id, Buffer.from\(String\(Math.*\n)/, '$1$1');
        expect(found(check('known', twice, { baseline }))).toEqual(['7 no-nondeterministic-source error']);
    });
});
