import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import type { SampleCall } from '../sampling/sample-calls';
import { describeCalls } from './call-list';

function call(name: string, values: readonly unknown[], isSubmitted = true): SampleCall {
    const args = values.map((value) => ({
        value,
        text: typeof value === 'string' ? value : JSON.stringify(value),
    }));
    return { name, isSubmitted, args };
}

const ASSET = { id: 'a1', color: 'red', owner: "o'hara", description: 'forty-two shades of red', appraisedValue: 300 };

/** What the shell hands over for a command. */
function wordsOf(text: string): string[] {
    const script = `npx() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${text}`;
    return execFileSync('/bin/sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

describe('the list of calls', () => {
    it('has a line for each that fits into one', () => {
        const calls = [call('mint', ['ann', 5]), call('balanceOf', ['ann'], false)];
        expect(describeCalls(calls, { width: 80, options: [] })).toBe(
            '    npx heddle invoke mint ann 5\n    npx heddle query balanceOf ann\n',
        );
    });

    it.each([
        ['a long object', [ASSET, 'x']],
        ['a list of objects', [[ASSET, ASSET]]],
        ['what shells and the command would read', ["it's $HOME", '@file', '-1', '', 'a\\b', '*', '"']],
        ['what fits nowhere', ['x'.repeat(100), { text: 'y'.repeat(100) }]],
    ])('gives the shell and the command %s as it is', (_what, values) => {
        const text = describeCalls([call('set', values)], { width: 80, options: ['--chaincode', 'b'] });
        const [, command, option, chaincode, name, ...rest] = wordsOf(text);
        expect([command, option, chaincode, name]).toEqual(['invoke', '--chaincode', 'b', 'set']);
        const args = rest.filter((one) => one !== '--');
        const read = args.map((arg, index): unknown =>
            typeof values[index] === 'string' ? arg.replace(/^@@/, '@') : JSON.parse(arg),
        );
        expect(read).toEqual(values);
    });

    it('keeps within the width', () => {
        const text = describeCalls([call('createAsset', [ASSET, 'second', 'third'])], { width: 60, options: [] });
        expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
    });

    it('says where the others are', () => {
        const calls = Array.from({ length: 11 }, (_, index) => call(`f${index}`, []));
        const lines = describeCalls(calls, { width: 80, options: [] }).split('\n');
        expect(lines).toHaveLength(10);
        expect(lines[8]).toBe('    … and 3 more: npx heddle query org.hyperledger.fabric:GetMetadata');
    });
});
