import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applicationCopy, type Call, conflictCopy, shellCopy, testCopy } from './copies';

const HOSTILE = [
    `it's "x" $(id) \u202e`,
    '`id`; exit #',
    '$HOME ${PATH} ~ * ? [a]',
    String.raw`\ \\ \' \n \u{41}`,
    "'''",
    '',
    ' ',
    '-x',
    '--',
    '@file',
    '!!',
    '</script>',
    '${1 + 1}',
    '\u0085\u2028\u2029\ufeff',
    'Zoë 😀',
];
/** What a ledger can have: text without U+0000 and without halves of surrogate pairs. */
const text = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', '')),
);
const anyText = fc.oneof(
    text,
    fc.string({ unit: fc.constantFrom('\n', '\r', '\0', "'", '"', '\\', '`', '$', '{', 'u', '\u001b') }),
);

function callOf(args: readonly string[], others: Partial<Call> = {}): Call {
    return { name: 'put', args, isEvaluated: false, chaincode: 'store', transient: [], ...others };
}

describe('a call for the shell', () => {
    let folder: string;
    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'copies-'));
        // What `heddle` is given, each after the other.
        writeFileSync(join(folder, 'heddle'), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, { mode: 0o755 });
    });
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    /** As a shell understands it. */
    function argumentsIn(command: string): string[] {
        const env = { PATH: `${folder}:/usr/bin:/bin`, HOME: '/nowhere' };
        const output = execFileSync('/bin/sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
        return output.split('\0').slice(0, -1);
    }

    /** With the files read that it names. */
    function meant(call: Call): string[] {
        const { text: command, files } = shellCopy(call);
        return argumentsIn(command).map((arg) => (files.has(arg.slice(1)) ? (files.get(arg.slice(1)) ?? '') : arg));
    }

    it('has the same arguments, whatever they are', () => {
        fc.assert(
            fc.property(fc.array(anyText), (args) => {
                const given = meant(callOf(args));
                expect(given.slice(given.length - args.length)).toEqual(args);
                expect(given.slice(0, given.length - args.length).filter((one) => one !== '--')).toEqual([
                    'invoke',
                    'put',
                ]);
            }),
            { numRuns: 50 },
        );
    });

    it('has options that say who, with what, and where', () => {
        fc.assert(
            fc.property(fc.constantFrom(...HOSTILE), (hostile) => {
                const call = callOf(['a'], {
                    mspId: hostile,
                    user: hostile,
                    transient: ['price'],
                    endorsers: [hostile],
                    isEvaluated: true,
                });
                const who = [
                    '--msp-id',
                    hostile,
                    '--as',
                    hostile,
                    '--transient',
                    'price=@price.json',
                    '--endorser',
                    hostile,
                ];
                expect(meant(call)).toEqual(['query', ...who, 'put', 'a']);
            }),
        );
    });

    it('takes nothing for an option that is none', () => {
        expect(meant(callOf(['-x', '--']))).toEqual(['invoke', '--', 'put', '-x', '--']);
        expect(meant(callOf([], { name: '-put' }))).toEqual(['invoke', '--', '-put']);
    });

    it('has in files what is long, or has controls, or would name a file', () => {
        const args = ['x'.repeat(4097), 'a\nb', '@home', 'x'.repeat(4096)];
        const { text: command, files } = shellCopy(callOf(args));
        expect([...files]).toEqual([
            ['argument-1.txt', args[0]],
            ['argument-2.txt', args[1]],
            ['argument-3.txt', args[2]],
        ]);
        expect(command).toContain('@argument-1.txt @argument-2.txt @argument-3.txt xxx');
        expect(command).not.toContain('\n');
        expect(readFileSync(join(folder, 'heddle'), 'utf8')).toContain('printf');
    });

    it('is short where nothing is unusual', () => {
        const call = callOf(['asset1', 'Adriana'], { name: 'transferAsset', mspId: 'Org2MSP', user: 'User1' });
        expect(shellCopy(call).text).toBe('heddle invoke --msp-id Org2MSP --as User1 transferAsset asset1 Adriana');
    });
});

/** Runs code in which `contract` and `net` note what they are given. */
async function noted(code: string): Promise<unknown[]> {
    const notes: unknown[] = [];
    const note =
        (what: string) =>
        (...args: unknown[]): Promise<string> => {
            notes.push([what, ...args]);
            return Promise.resolve(what);
        };
    const methods = {
        submit: note('submit'),
        evaluate: note('evaluate'),
        endorse: note('endorse'),
        commit: note('commit'),
    };
    const net = {
        ...methods,
        as(...who: unknown[]) {
            notes.push(['as', ...who]);
            return methods;
        },
        commit: () => Promise.resolve(['VALID', 'MVCC_READ_CONFLICT']),
    };
    const expected = (given: unknown): unknown => ({
        toBeRefusedWith: (refusal: unknown) => notes.push(['refused', refusal]),
        toEqual: (statuses: unknown) => notes.push(['equal', given, statuses]),
    });
    const context = { contract: methods, net, expect: expected, price: '1', value: '2' };
    await (runInNewContext(`'use strict'; (async () => { ${code} })()`, context) as Promise<void>);
    // Out of the other realm's prototypes.
    return structuredClone(notes);
}

describe('a call in TypeScript', () => {
    it('gives an application the same values', async () => {
        await fc.assert(
            fc.asyncProperty(anyText, fc.array(anyText, { minLength: 1 }), async (name, args) => {
                expect(await noted(applicationCopy(callOf(args, { name, endorsers: ['Org1MSP'] })))).toEqual([
                    ['submit', name, { arguments: args, endorsingOrganizations: ['Org1MSP'] }],
                ]);
            }),
        );
    });

    it('gives a test the same values', async () => {
        await fc.assert(
            fc.asyncProperty(anyText, anyText, fc.array(anyText), async (user, mspId, args) => {
                expect(
                    await noted(testCopy(callOf(args, { user, mspId, refusedWith: user, isEvaluated: true }))),
                ).toEqual([
                    ['as', user, { mspId }],
                    ['evaluate', 'put', ...args],
                    ['refused', user],
                ]);
            }),
        );
    });

    it('shows nothing that turns the text around it', () => {
        fc.assert(
            fc.property(fc.array(anyText), (args) => {
                expect(applicationCopy(callOf(args)) + testCopy(callOf(args))).not.toMatch(
                    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u,
                );
            }),
        );
    });

    it('names transient data, and has no value of it', async () => {
        const call = callOf([], { transient: ['price', 'class', 'a b', "it's"], isEvaluated: true });
        const transientData = { price: '1', class: '2', 'a b': '2', "it's": '2' };
        expect(await noted(applicationCopy(call))).toEqual([['evaluate', 'put', { transientData }]]);
    });

    it('is short where nothing is unusual', () => {
        expect(applicationCopy(callOf([], { name: 'all' }))).toBe(`await contract.submit('all');`);
        expect(testCopy(callOf(['a "b"']))).toBe(`await net.submit('put', 'a "b"');`);
    });

    it('has the conflict of two calls', async () => {
        const first = callOf(['a'], { user: '.submit(', refusedWith: 'X' });
        expect(await noted(conflictCopy(first, callOf(['b']), ['VALID', 'MVCC_READ_CONFLICT']))).toEqual([
            ['as', '.submit('],
            ['endorse', 'put', 'a'],
            ['endorse', 'put', 'b'],
            ['equal', ['VALID', 'MVCC_READ_CONFLICT'], ['VALID', 'MVCC_READ_CONFLICT']],
        ]);
    });
});
