import type { LimitOptions } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { Environment } from '../input/environment';
import { resolveLimitSettings } from './limit-settings';

function limits(variables: Record<string, string>, options: Record<string, string> = {}): LimitOptions | undefined {
    return resolveLimitSettings(new Environment(new Map(Object.entries(options)), variables));
}

describe('the settings of limits', () => {
    it('are none where nothing is said', () => {
        expect(limits({})).toBeUndefined();
    });

    it('come from variables and from options', () => {
        const variables = {
            CORE_MAX_TRANSACTIONS: '100',
            CORE_MAX_QUEUE: '0',
            CORE_MAX_QUEUE_MS: '2000',
            CORE_MAX_MEMORY_PERCENT: '80',
            CORE_LIMIT: 'Assets:audit=2, scan=1',
        };
        const all = {
            transactions: 100,
            functions: { 'Assets:audit': 2, scan: 1 },
            queue: 0,
            queueMs: 2000,
            memory: 0.8,
        };
        expect(limits(variables)).toEqual(all);
        expect(limits(variables, { '--max-transactions': '7' })).toEqual({ ...all, transactions: 7 });
    });

    it.each([
        [{ CORE_MAX_TRANSACTIONS: '0' }, 'CORE_MAX_TRANSACTIONS is "0": set --max-transactions or the variable'],
        [{ CORE_MAX_TRANSACTIONS: '1e3' }, 'to a whole number from 1 to 1000000'],
        [
            { CORE_LIMIT: 'Assets:audit' },
            'CORE_LIMIT is "Assets:audit": set --limit or the variable CORE_LIMIT to functions',
        ],
        [{ CORE_LIMIT: 'a=1,=2' }, 'such as Assets:audit=2'],
        [{ CORE_LIMIT: 'a=0' }, 'such as Assets:audit=2'],
        [
            { CORE_LIMIT: 'Assets:audit=2, scan=1,Assets:audit=20' },
            'CORE_LIMIT is "Assets:audit=2, scan=1,Assets:audit=20": "Assets:audit" has more than one limit, keep one of them',
        ],
        [{ CORE_LIMIT: 'scan=1,scan=1' }, '"scan" has more than one limit'],
        [{ CORE_MAX_MEMORY_PERCENT: '99' }, 'to a whole number from 10 to 95'],
        [{ CORE_MAX_QUEUE: '5' }, '--max-queue or the variable CORE_MAX_QUEUE says who waits, and nothing is limited'],
        [{ CORE_MAX_QUEUE_MS: '5' }, '--max-queue-ms or the variable CORE_MAX_QUEUE_MS says who waits'],
    ])('refuse %j', (variables, message) => {
        expect(() => limits(variables)).toThrow(message);
    });
});
