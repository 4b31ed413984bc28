import { describe, expect, it } from '@jest/globals';
import { createLogger, type LogFields } from './logger';

/** The lines that a logger of this level writes for one call of each method, decoded. */
function written(level: Parameters<typeof createLogger>[0], fields: LogFields = {}): Record<string, unknown>[] {
    const lines: string[] = [];
    const logger = createLogger(level, (line) => lines.push(line));
    for (const method of ['debug', 'info', 'warn', 'error'] as const) logger[method](fields, method);
    return lines.map((line) => {
        expect(line.indexOf('\n')).toBe(line.length - 1);
        return JSON.parse(line) as Record<string, unknown>;
    });
}

describe('createLogger', () => {
    it.each([
        ['debug', ['debug', 'info', 'warn', 'error']],
        [undefined, ['info', 'warn', 'error']],
        ['error', ['error']],
        ['silent', []],
    ] as const)('of level %s writes %j', (level, expected) => {
        expect(written(level).map(({ msg }) => msg)).toEqual(expected);
        const logger = createLogger(level);
        expect(['debug', 'info', 'warn', 'error'].filter((name) => logger.isLevelEnabled(name))).toEqual(expected);
    });

    it('writes level, time, fields and message', () => {
        const [line] = written('error', { txId: 'tx1' });
        expect(line).toEqual({ level: 'error', time: expect.stringMatching(/^\d{4}-.*Z$/), txId: 'tx1', msg: 'error' });
    });

    it('shows an error with its stack and what caused it', () => {
        const err = new TypeError('upper', { cause: new Error('middle', { cause: 'lower' }) });
        const [line] = written('error', { err });
        expect(line?.['err']).toMatchObject({ name: 'TypeError', message: 'upper' });
        const { stack } = line?.['err'] as { stack: string };
        expect(stack).toMatch(/^TypeError: upper\n.*\ncaused by: Error: middle\n.*\ncaused by: 'lower'$/s);
    });

    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const endless = new Error('endless');
    endless.cause = endless;
    it.each<[string, LogFields]>([
        ['a cycle', { cycle }],
        ['a bigint', { amount: 1n }],
        [
            'a getter that throws',
            {
                get field(): never {
                    throw new Error('no');
                },
            },
        ],
        ['an error that caused itself', { err: endless }],
    ])('writes a line, for any fields: %s', (_, fields) => {
        expect(written('error', fields)).toMatchObject([{ level: 'error', msg: 'error' }]);
    });
});
